# Read by llama.cpp's own CMake project when llama-cpp-python compiles (see the Makefile).
# The Python package binds only libllama and ggml; llama.cpp's `common` helper library and its tools are
# the larger half of the build and are never loaded.
set(LLAMA_BUILD_COMMON OFF CACHE BOOL "not bound by llama-cpp-python" FORCE)
set(LLAMA_BUILD_TOOLS OFF CACHE BOOL "not bound by llama-cpp-python" FORCE)
set(LLAMA_BUILD_SERVER OFF CACHE BOOL "not bound by llama-cpp-python" FORCE)
set(LLAMA_BUILD_EXAMPLES OFF CACHE BOOL "not bound by llama-cpp-python" FORCE)
set(LLAMA_BUILD_TESTS OFF CACHE BOOL "not bound by llama-cpp-python" FORCE)
