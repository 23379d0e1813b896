"""Questions that no page answers, by theme; what is nearer to one of them than to any page is likely out of scope.

They are written as general themes, and none is a case of `evals/cases`.
"""

from __future__ import annotations

_THEMES = """
# weather and places
Will it rain tomorrow? · How cold is it in Oslo in January? · What is the weather forecast for the weekend?
What time is it in Tokyo? · What is the capital of Australia? · Which country has the most people?
How far is it from Berlin to Rome? · What is the highest mountain in Africa?
Which languages are spoken in Switzerland? · Which sights should I see in Barcelona?
Cheap flights to New York in May · Do I need a visa for Canada? · Best hotels near the beach
What temperature does it have in Madrid today?
# cooking and home
How do I cook rice? · Recipe for chocolate cake · How long does chicken need in the oven?
At which temperature should I bake bread? · How do I store fresh basil? · What wine goes with fish?
How do I remove a coffee stain from a shirt? · How do I unclog a sink? · Which paint should I use for a bathroom?
How do I assemble a wardrobe? · My washing machine does not drain · How often should I water a cactus?
Plants for a shady balcony · How do I train a puppy to sit? · My dog ate chocolate, what should I do?
What do hedgehogs eat?
# sports, music, film, games
Who won the Champions League last year? · How long does a handball match last? · Rules of table tennis
How do I get better at swimming? · Stretching exercises after running · Who wrote Romeo and Juliet?
Who painted the Mona Lisa? · Recommend me a good thriller · Lyrics of a famous love song · How do I tune a guitar?
Chords for beginners on the piano · Best opening in chess for beginners
How do I beat the last boss of this video game? · Which series should I watch tonight?
# history, law, politics, money
When did the Second World War end? · Who was the first emperor of Rome? · Causes of the American Civil War
Who is the president of France? · How does the election of the parliament work? · What are my rights as a tenant?
How do I write a will? · What does a notice period mean in an employment contract?
How many vacation days does the company policy give me? · How do I file a tax return?
What is the policy for sick leave? · How do I return a product to the shop?
What is the interest rate of a mortgage? · Should I invest in gold or shares?
Current exchange rate of euro to dollar · How do I open a bank account? · What is inflation?
What is the gross domestic product? · How does supply and demand set a price? · What does insurance for a car cost?
How do I start a small business? · What is double-entry bookkeeping?
# health and body
How do I treat a sunburn? · What helps against a headache? · Side effects of antibiotics
How many calories does an apple have? · How much sleep does a child need? · Symptoms of the flu
How do vaccines work? · What is a normal blood pressure? · Exercises against back pain
Is coffee bad for the heart? · Which vitamins are in carrots? · Therapy for anxiety
# biology, chemistry, physics, earth, space
How do plants make food from sunlight? · What is the function of mitochondria? · How does DNA replicate?
What do neurons in the brain do when we sleep? · How does evolution by natural selection work?
Why do birds migrate? · What is the periodic table? · How do I balance a chemical equation?
What is the pH of lemon juice? · What is an ionic bond? · What is Newton's second law? · How does a rainbow form?
What is the speed of light? · How does gravity bend light? · What is quantum entanglement?
How does a nuclear power plant work? · What is the boiling point of ethanol? · How do earthquakes arise?
How do volcanoes erupt? · How far away is the Moon? · What is a black hole?
Momentum of a moving car in a collision
# electrical and mechanical engineering
How does a substation step down the mains voltage? · Windings and iron core of a power transformer
Position sensors of electric motors · What is Ohm's law? · Voltage and current in a parallel circuit
How do I wire a light switch? · Which resistor do I need for an LED? · How does a diesel engine work?
What does a gearbox do? · How do I change a bicycle tyre? · Torque of an electric motor · How does a heat pump work?
How thick must a concrete beam be? · PID controller tuning for a heater · How do I solder a circuit board?
How does an antenna receive radio waves?
# SQL, databases, spreadsheets
How do I join two tables in SQL? · What does GROUP BY do? · How do I add an index to a database column?
What is a primary key? · How do I normalise a relational database? · PostgreSQL connection refused
How do I write a stored procedure? · MongoDB aggregation pipeline · How do I make a pivot table in Excel?
Spreadsheet formula that adds a column · Redis cache expiration · Transactions and isolation levels in databases
# DevOps, systems, networks
How do I deploy an app with Kubernetes? · What is a Docker container? · How do I write a GitHub Actions workflow?
Terraform plan shows changes every time · How do I undo the last commit in git? · How do I resolve a merge conflict?
What is a load balancer for web servers? · How does DNS resolve a name?
What is the difference between TCP and UDP? · How do I open a port in the firewall? · What is a subnet mask?
How do I set up a VPN? · How do TLS certificates work? · Linux command to find large files
How do I change file permissions? · What is a process and what is a thread?
How does virtual memory work in an operating system? · What is a deadlock? · How do I install a printer driver?
My laptop does not turn on · Which router is good for a large house? · How fast is an SSD compared with a hard disk?
Nginx reverse proxy settings · What is two-factor authentication? · How does public-key encryption work?
What is a blockchain?
# web and programming
How do I center text with CSS? · How does a React component keep its state? · What is a REST API?
JavaScript promises and async await · How do I validate a form in HTML?
Cross-origin request blocked by the browser · TypeScript generic type error · What is a pointer in C?
What is a null pointer exception in Java? · How do I reverse a string in Python? · What is a decorator in Python?
How does inheritance work in object-oriented programming? · How do I sort a list of objects by a field?
Quicksort versus mergesort · What is a binary search tree? · Breadth-first search in a coding interview
How do I write a unit test? · Rust ownership and lifetimes · How do I build an Android app?
What is the MVC pattern? · Regular expression for a phone number · How do I parse a date in Java?
# classical statistics and other methods that no page teaches
How do I run an analysis of variance? · What is the Kruskal-Wallis test? · When do I use a Mann-Whitney U test?
How do I interpret a p-value in a t-test? · Chi-squared test of a contingency table
What is statistical power and how large must my sample be? · What is a Poisson regression?
Mixed-effects model with random intercepts · Survival analysis with Cox regression
Time series forecasting with seasonal ARIMA · Exponential smoothing of monthly sales
Factor analysis of a questionnaire · Structural equation modelling · Cronbach's alpha of a scale
How do I correct for multiple comparisons? · What is the interquartile range in a box plot?
Skewness and kurtosis of a distribution · Instrumental variables and difference in differences
Hierarchical clustering with a dendrogram · Density-based clustering
Gaussian mixture model and expectation maximisation · Naive Bayes with text categories
Matrix factorisation for movie recommendations · Particle filter for tracking a robot
Genetic programming and evolutionary strategies · Particle swarm optimisation
Linear programming and the simplex method · Integer programming and branch and bound · Fourier transform of a signal
Solving a differential equation · Integration by parts · Prove that the square root of two is irrational
Object detection with bounding boxes · Counting cars in satellite photos · Speech recognition with mel spectrograms
Text to speech voices · Image generation by diffusion · Neural style transfer · SLAM and path planning for robots
Anomaly detection in sensor data of machines · Homomorphic encryption
Null hypothesis, significance level and type II error · Permutation test for two groups
Effect size and meta-analysis of studies · Bonferroni adjustment of p-values
Variance inflation factor and multicollinearity tests · Autocorrelation plots of a time series
Volatility models for stock returns · Quantile regression · Generalized additive models with splines
Copulas and extreme value theory · Discriminant analysis of Fisher's iris flowers
Canonical correlation between two sets of variables · Independent component analysis of mixed signals
Spectral clustering of a similarity graph · Topic models of newspaper articles
Two-dimensional maps of data with UMAP · One-class detection of outliers · Association rules in shopping baskets
Multi-armed bandits with Thompson sampling · Monte Carlo tree search for the game of Go
Alpha-beta search for checkers · Simulated annealing and tabu search · Fuzzy controllers and expert systems
Constraint satisfaction and SAT solvers · Probabilistic graphical models and belief propagation
Causal graphs and do-calculus · State estimation with a Kalman smoother · Boltzmann machines and energy-based models
Hopfield networks · Normalizing flows · Neural ordinary differential equations · Capsule networks
Meta-learning for new tasks with MAML · Learning on many phones without collecting the data
Privacy noise for database queries · Three-dimensional scenes from photos with NeRF
Optical flow between video frames · Face landmarks and pose estimation
Optical character recognition of scanned pages · Speaker diarization and voice activity detection
Names of people and places marked in a text · Dependency parsing of a sentence · Knowledge graphs and ontologies
Ranking web pages by their links · Bloom filters and hash tables · Neuromorphic chips and spiking neurons
Cellular automata · Quantum computing with qubits
# personal and creative requests
How are you today? · What is your name? · Who made you? · Do you have feelings?
What should I give my mother for her birthday? · How do I tell my friend that I am angry? · Should I quit my job?
Help me write an application letter · Write a poem about autumn · Write a short story about a dragon
Tell me a riddle · Translate this sentence into Spanish · Correct the grammar of my email
Summarize this newspaper article for me · Write a script that renames my files · Write me a website for my shop
Remind me to call the dentist · Play some music · Order a pizza for me · What did I do last summer?
What will the lottery numbers be? · Say something funny
# everyday uses of our words
Tokens for the laundry machine · A recall of defective cars · Dropout rate of students at universities
A transformer toy robot for children · Attention of pupils in the classroom · Bank near me that is open on Saturday
Training plan for a marathon · Learning to drive a car · Bias tape for sewing · Kernel of popcorn that does not pop
Layers of a lasagne · Agents who sell houses · Alpaca wool · A model for a fashion show · Batch of cookies
Memory loss in old people · Precision screwdriver set · Head of department at the office
Policy of the insurance company · Vector control against mosquitoes · Matrix film with Keanu Reeves
Mask against dust · How steep may a ramp for wheelchairs be?
# our words in other sciences and trades
Elastic collision of two spheres · Entropy of an ideal gas that expands · Diffusion of perfume in a room
What is the temperature of the plasma in a fusion reactor? · What is potential energy in mechanics?
Why do we overlook things that we do not attend to? · How do people follow one voice at a noisy party?
What did Pavlov find out about dogs? · How does operant conditioning of rats work? · How much does working memory hold?
What is attention deficit disorder? · What is cognitive dissonance? · How do children learn to speak?
Harmonics of a vibrating string · What is a z-transform good for? · Solving differential equations with transforms
How does a red-black tree stay balanced? · Heap, stack and hash table as data structures · What is a trie?
How does a database find rows quickly on disk? · Binary search in a sorted file · What is the time complexity of quicksort?
Loading a kernel module in Linux · What does the L2 cache of a processor do? · Pipeline stages of a RISC processor
Loosening up before sports · Cooling down after a workout · How do I train my endurance?
Pruning apple trees in winter · Grafting roses · Transplanting seedlings · Pooling cars on the way to work
How do tensors describe stress in materials? · Embedding reporters with the army · Regularization of undocumented workers
Sampling soil for a laboratory · Calibration of a thermometer · Convolution reverb for guitars · Fine-tuning of a carburettor
Gradient of a mountain railway · Normal forms of tables · Decoder for satellite television · Encoder on a motor shaft
Hallucinations in schizophrenia · Distillation of whisky · Alignment of car wheels · Quantization noise in music recordings
Mixture of experts on a panel discussion · Retrieval of lost luggage · Adapters for power sockets abroad · Prompts in a theatre
# nonsense
asdfgh qwertz · blah blah blah · lalala · xyz 123 foo bar · hmm · ...
"""

OUTSIDE: tuple[str, ...] = tuple(
    question for line in _THEMES.strip().splitlines() if not line.startswith("#") for question in line.split(" · ")
)
"""Everyday and technical questions, requests and nonsense."""
