#!/bin/sh
# Make sure that there is a Chromium for the browser tests; say the command where we may not install it.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
install="apt-get update -qq && apt-get install -y -qq chromium"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the browser tests."
  sh -c "$install" >/dev/null && exit 0
elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then
  echo "Installing Chromium for the browser tests."
  sudo sh -c "$install" >/dev/null && exit 0
fi
echo "The browser tests need Chromium. Debian: sudo apt-get install chromium. macOS: brew install --cask chromium"
exit 1
