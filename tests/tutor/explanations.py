"""Explanations in learners' words, each with what an honest reader would say of it.

The figures in `tutor/dialogue/explain_back.py` were chosen on `TUNED`; rules were mended with `HARDER` and `FRESH`.
`HELD_OUT` and `LAST` were written before anything was seen of them; `docs/learner/walk.md` says how each set came out.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["good", "sloppy", "partial", "wrong", "misconception", "off", "hollow"]


class Explanation(NamedTuple):
    """One explanation.

    Attributes:
        kind: `good` in own words, `sloppy` the same with typing errors or no style, `partial` only some of it, `wrong`
            the other way round, `misconception` a belief that the page corrects, `off` about something else, `hollow` the right words
            without a statement, or a good explanation of another concept.
        covers: Which of the page's key points it says, from 0; only said of those that are right.
    """

    concept: str
    kind: Kind
    text: str
    covers: tuple[int, ...] = ()


TUNED = (
    Explanation(
        "softmax",
        "good",
        "You take the raw scores of a model and turn them into probabilities. Each score goes through e to the power of "
        "the score and then you divide by the total, so everything is positive and adds up to 1. Whoever had the "
        "highest score still has the highest probability.",
        (0, 1, 2),
    ),
    Explanation(
        "softmax",
        "sloppy",
        "it makes probabilites out of logits. exponentiate evrything, devide by sum of the exponentals so they sum to "
        "one. order stays the same biggest logit = biggest prob",
        (0, 1, 2),
    ),
    Explanation("softmax", "partial", "Softmax converts a list of scores into a probability distribution.", (0,)),
    Explanation(
        "softmax",
        "wrong",
        "Softmax turns scores into probabilities. It exponentiates each score and multiplies by the sum of all "
        "exponentials. The largest score gets the smallest probability.",
    ),
    Explanation("softmax", "misconception", "Softmax divides every score by the sum of the scores."),
    Explanation("softmax", "off", "My dog likes to run in the park when it is sunny outside."),
    Explanation(
        "overfitting",
        "good",
        "The model learns the quirks and the noise of its training examples instead of the real pattern behind them. "
        "You notice it when the error on the training set is tiny but on validation data it is much worse. It tends to "
        "happen if you have few examples or wrong labels, or train a very flexible model for too long.",
        (0, 1, 2),
    ),
    Explanation(
        "overfitting",
        "sloppy",
        "when model memorises noise in trainig set rather then the true structure, low train error but test error way "
        "higher. worse w/ little data and long training",
        (0, 1, 2),
    ),
    Explanation(
        "overfitting",
        "partial",
        "You can see it because training error is low while the test error is much higher.",
        (1,),
    ),
    Explanation(
        "overfitting",
        "wrong",
        "Overfitting means that the training error is high and the test error is low. It becomes less likely with "
        "little data.",
    ),
    Explanation(
        "overfitting",
        "misconception",
        "A low training error shows that you have a good model, and only large models overfit.",
    ),
    Explanation("overfitting", "off", "The French Revolution began in 1789 with the storming of the Bastille."),
    Explanation(
        "kv-cache",
        "good",
        "When a model writes text one token at a time, it would have to work out the keys and values of all the earlier "
        "tokens again and again. So you save them in memory. For the new token you only compute its own query, key and "
        "value, add the key and value to what is saved, and let the query look at all of it. What comes out is exactly "
        "what you would get without it, just with less repeated work.",
        (0, 1, 2),
    ),
    Explanation(
        "kv-cache",
        "sloppy",
        "saves keys + values of old tokens so u dont recompute them. each step only new tokens q k v, append k and v to "
        "cache, attend over all. same output as without, just faster",
        (0, 1, 2),
    ),
    Explanation(
        "kv-cache",
        "partial",
        "The keys and values of tokens that came before are kept so they need not be recomputed.",
        (0,),
    ),
    Explanation(
        "kv-cache",
        "wrong",
        "KV caching throws away the key and value vectors of earlier tokens, so that they are computed again for the "
        "next token.",
    ),
    Explanation(
        "kv-cache",
        "misconception",
        "The KV cache is an approximation that changes the answer a little, and it stores the text that was said.",
    ),
    Explanation("kv-cache", "off", "I would like to order a pizza with mushrooms and extra cheese please."),
    Explanation(
        "gradient-descent",
        "good",
        "It is a way to find a minimum of a function: look which way is steepest downhill, go a little bit that way, and "
        "repeat. For a neural network the function is the loss and what moves are the weights. How big a step is depends "
        "on the learning rate, and whether you arrive depends on that and on what the loss surface looks like.",
        (0, 1, 2, 3),
    ),
    Explanation(
        "gradient-descent",
        "sloppy",
        "minimise the loss by small steps in dirction of negative gradeint, over and over. lerning rate = step size. "
        "paramters of model get changed",
        (0, 1, 2),
    ),
    Explanation("gradient-descent", "partial", "The learning rate says how large each step is.", (2,)),
    Explanation(
        "gradient-descent",
        "wrong",
        "Gradient descent takes repeated small steps in the direction in which the function rises most steeply, the "
        "positive gradient, and so it maximizes the loss.",
    ),
    Explanation("gradient-descent", "misconception", "Gradient descent always finds the lowest point of all."),
    Explanation("gradient-descent", "off", "In football the team with the most goals wins the match."),
    Explanation(
        "dropout",
        "good",
        "While training, each neuron's output is set to zero at random with some probability p. That way neurons can't "
        "depend too much on certain other neurons. When you test, nothing is dropped and the activations are scaled. It "
        "is a bit like averaging lots of smaller networks cheaply.",
        (0, 1, 2, 3),
    ),
    Explanation(
        "dropout",
        "sloppy",
        "randomly zero activatons in trainng, prob p, so units dont rely on each other (co adaptation). at test use all "
        "the network & scale",
        (0, 1, 2),
    ),
    Explanation("dropout", "partial", "At test time you use the full network without leaving anything out.", (2,)),
    Explanation(
        "dropout",
        "wrong",
        "Dropout sets randomly chosen activations to zero at test time, and during training the whole network is used.",
    ),
    Explanation(
        "dropout",
        "misconception",
        "Dropout removes neurons for good, and more dropout always gives better generalization.",
    ),
    Explanation("dropout", "off", "Bread is made of flour, water, salt and yeast and is baked in the oven."),
    Explanation(
        "precision",
        "good",
        "Of everything the model flagged as positive, how much really was positive. You count the true positives and "
        "divide by all predicted positives, that is true plus false positives. So it tells you how far you can trust a "
        "positive result. You care about it when a false alarm is expensive, like a spam filter that hides real mail.",
        (0, 1, 2),
    ),
    Explanation(
        "precision",
        "sloppy",
        "TP / (TP + FP) ie true positves over all predicted positivs. how much u can trust a positive predicton. "
        "important if false positives cost a lot eg spam",
        (0, 1, 2),
    ),
    Explanation(
        "precision",
        "partial",
        "It matters a lot if false positives are expensive, for example in spam filtering.",
        (2,),
    ),
    Explanation(
        "precision",
        "wrong",
        "Precision is true positives divided by true positives plus false negatives. It matters most when false "
        "negatives are costly.",
    ),
    Explanation("precision", "misconception", "Precision is the share of the positive cases that were found."),
    Explanation("precision", "off", "The capital of Japan is Tokyo and it has many train lines."),
)
"""The half that figures were chosen on."""

HELD_OUT = (
    Explanation(
        "attention",
        "good",
        "Each token sends out a query and compares it with the keys of the other tokens. How well they fit gives the "
        "weights, and the result is the weighted mix of the values. Since this depends on what the tokens say, the model "
        "can look at different places for every token. So there is no need any more to press everything into one vector "
        "of fixed length.",
        (0, 1, 2),
    ),
    Explanation(
        "attention",
        "sloppy",
        "weigthed sum of values, weights from query key match. so for each tokn it can focus on difrent parts of the "
        "input. no more single fixed size vector for everything",
        (0, 1, 2),
    ),
    Explanation(
        "attention", "partial", "It lets the model concentrate on other parts of the input for each token.", (1,)
    ),
    Explanation(
        "attention",
        "wrong",
        "Attention computes a weighted combination of query vectors, where the weights do not depend on the content. It "
        "squeezes the whole input into a single vector of fixed size.",
    ),
    Explanation("attention", "misconception", "Attention picks out the single most relevant token."),
    Explanation("attention", "off", "Please remember to water the plants on Tuesday and to feed the cat."),
    Explanation(
        "tokenization",
        "good",
        "Before a model can read anything, the text is cut into little units, which may be words, pieces of words, single "
        "characters or bytes. Algorithms like BPE look at a lot of text to find out which pieces are worth having. Which "
        "tokenizer you take decides how big the vocabulary is, how long the sequences get and how well rare words, code "
        "or other languages are dealt with.",
        (0, 1, 2),
    ),
    Explanation(
        "tokenization",
        "sloppy",
        "spliting text in tokens = words or subwrods or bytes, what the model reads. BPE / wordpiece learn the pieces "
        "from text. affects vocab size and seqence length + rare words",
        (0, 1, 2),
    ),
    Explanation("tokenization", "partial", "Raw text is broken up into tokens, for example words or subwords.", (0,)),
    Explanation(
        "tokenization",
        "wrong",
        "Tokenization is the process of joining tokens into raw text. The choice of tokenizer never affects vocabulary "
        "size or sequence length.",
    ),
    Explanation(
        "tokenization",
        "misconception",
        "The tokenizer learns together with the neural network and follows the grammar of the language.",
    ),
    Explanation("tokenization", "off", "Mount Everest is the highest mountain on earth and very cold."),
    Explanation(
        "embedding",
        "good",
        "You represent a thing like a word or a picture by a list of numbers that the model learned. Things that are used "
        "in similar ways end up close to one another, so what it means is in where it lies. For a vocabulary you stack "
        "those vectors in a matrix in which every token has its row.",
        (0, 1, 2),
    ),
    Explanation(
        "embedding",
        "sloppy",
        "lerned dense vecotr for a token or image etc. similar items are nearby so geometry = meaning. embeding matrix "
        "has 1 row per token",
        (0, 1, 2),
    ),
    Explanation("embedding", "partial", "All the vectors together form a matrix with a row for each token.", (2,)),
    Explanation(
        "embedding",
        "wrong",
        "An embedding is a sparse vector that is fixed and never learned. Training places items that behave alike far "
        "away from each other.",
    ),
    Explanation(
        "embedding", "misconception", "People write the numbers of an embedding by hand, and each entry has a name."
    ),
    Explanation("embedding", "off", "Chess is played on a board with 64 squares by two people."),
    Explanation(
        "perplexity",
        "good",
        "It tells you how surprised a language model is by some text it is tested on, and smaller is better. You take the "
        "mean negative log probability of the tokens, in other words the cross-entropy, and put it in the exponential. If "
        "it is 100, the model was as unsure as if it picked evenly from 100 possibilities.",
        (0, 1, 2),
    ),
    Explanation(
        "perplexity",
        "sloppy",
        "how suprised LM is by test text, lower = better. exp of avg negative log liklihood per tokn (cross entropy). "
        "perplexity of 100 is like choosing between 100 options",
        (0, 1, 2),
    ),
    Explanation("perplexity", "partial", "It is e to the power of the average cross-entropy loss per token.", (1,)),
    Explanation(
        "perplexity",
        "wrong",
        "Perplexity measures how surprised a language model is by a test text; higher is better. It is the logarithm of "
        "the average likelihood.",
    ),
    Explanation("perplexity", "misconception", "Perplexity is the share of predictions that are wrong."),
    Explanation("perplexity", "off", "To change a tyre you first loosen the nuts and lift the car."),
    Explanation(
        "temperature",
        "good",
        "You divide the logits by a number before they go through softmax, and that number sets how random the text will "
        "be. If it is less than one, the likely tokens become even more likely and the output is nearly the same each "
        "time; if it is more than one, the distribution gets flatter and you see more variety. With exactly one nothing "
        "changes.",
        (0, 1, 2),
    ),
    Explanation(
        "temperature",
        "sloppy",
        "logits / T before sofmax, controls randomnes. T<1 sharper more determinstic, T > 1 flatter = more divers. T=1 "
        "leaves it as is",
        (0, 1, 2),
    ),
    Explanation("temperature", "partial", "If you set it to 1, the model's own distribution stays as it was.", (2,)),
    Explanation(
        "temperature",
        "wrong",
        "A temperature below 1 flattens the probabilities and makes the output more random, and a temperature above 1 "
        "sharpens them and makes decoding more deterministic.",
    ),
    Explanation("temperature", "misconception", "Temperature changes which token is the most likely one."),
    Explanation("temperature", "off", "Whales are mammals and they breathe air at the surface of the sea."),
    Explanation(
        "learning-rate",
        "good",
        "It decides how far the weights move at every update. You pick it yourself before training starts. Make it too "
        "big and the loss jumps around or explodes; make it too small and training takes forever or gets stuck somewhere.",
        (0, 1, 2),
    ),
    Explanation(
        "learning-rate",
        "sloppy",
        "step size when updateing parameters. hyperparamter u set before trainng. to high -> diverges / oscilates, to low "
        "-> super slow",
        (0, 1, 2),
    ),
    Explanation("learning-rate", "partial", "It is a hyperparameter that somebody chooses before the training.", (1,)),
    Explanation(
        "learning-rate",
        "wrong",
        "A learning rate that is too low makes training oscillate or diverge, and one that is too high makes training "
        "very slow.",
    ),
    Explanation("learning-rate", "misconception", "A higher learning rate always trains faster."),
    Explanation("learning-rate", "off", "Carrots and potatoes grow under the ground in the garden."),
)
"""The half that only measures."""

HARDER = (
    Explanation(
        "backpropagation",
        "good",
        "Some people say that backprop changes the weights, but that is the optimizer's job. What it does is to find out "
        "how the loss reacts to every single parameter. You begin at the end, at the loss, and work your way to the "
        "front with the chain rule. At each layer the gradient coming from behind is multiplied by the local derivative, "
        "and so nothing has to be calculated twice.",
        (0, 1, 2),
    ),
    Explanation(
        "backpropagation",
        "wrong",
        "Backpropagation computes the gradient of the loss with respect to all parameters. It starts at the input and "
        "applies the chain rule forward through the computational graph.",
    ),
    Explanation(
        "backpropagation",
        "hollow",
        "gradient loss parameters network chain rule backward graph layer derivative results",
    ),
    Explanation("backpropagation", "misconception", "It is the step that updates the weights of the network."),
    Explanation(
        "lora",
        "good",
        "You leave the big matrix alone and learn a correction for it that is the product of a tall thin matrix and a "
        "short wide one. Just those two small ones are trained. As the size in the middle is tiny you need far fewer "
        "trainable numbers and less memory for the optimizer.",
        (0, 1, 2),
    ),
    Explanation("lora", "misconception", "LoRA compresses the model so that it gets smaller."),
    Explanation(
        "lora",
        "wrong",
        "LoRA trains the original weight matrix and keeps the two thin matrices frozen, so the number of trainable "
        "parameters grows.",
    ),
    Explanation(
        "cross-entropy",
        "good",
        "If the world follows p but you built your code for q, this is how many bits you pay on average. When training "
        "a classifier p is the right label and q is what the model predicts. If there is just one right class you simply "
        "take minus log of the probability the model gave it.",
        (0, 1, 2),
    ),
    Explanation(
        "cross-entropy",
        "wrong",
        "Cross-entropy measures the cost of coding outcomes of a model distribution. With a single correct class, the "
        "loss is plus the logarithm of the probability of a wrong class.",
    ),
    Explanation("cross-entropy", "misconception", "It counts how many answers were wrong."),
    Explanation(
        "recall",
        "good",
        "Out of all the cases that really are positive, which share did the model catch? That is TP over TP plus FN. It "
        "shows how much slipped through. You want it high if overlooking one is bad, like cancer screening or fraud.",
        (0, 1, 2),
    ),
    Explanation(
        "recall",
        "hollow",
        "It is the share of the predicted positives that are truly positive, so it says how far a positive prediction "
        "can be trusted.",
    ),
    Explanation("recall", "partial", "You care about it when overlooking a positive case would be expensive.", (2,)),
    Explanation(
        "batch-normalization",
        "good",
        "For every feature you subtract the mean of the batch and divide by its spread, and then a learned scale and "
        "shift are put on top. Training becomes steadier, you can take bigger learning rates and go deeper. At inference "
        "you don't have a batch, so running averages stored in training are taken.",
        (0, 1, 2, 3),
    ),
    Explanation("batch-normalization", "misconception", "Batch norm normalizes the weights of the layer."),
    Explanation(
        "batch-normalization",
        "wrong",
        "Batch normalization destabilizes optimization and needs lower learning rates. In use it takes the statistics of "
        "the current batch instead of the running averages.",
    ),
    Explanation(
        "batch-normalization",
        "partial",
        "When the model is used it takes running averages instead of batch statistics.",
        (3,),
    ),
    Explanation(
        "causal-mask",
        "good",
        "When predicting a word the model must not peek at the words that come after it. So the scores of all later "
        "positions are set to minus infinity, and after softmax they have weight zero.",
        (0, 1),
    ),
    Explanation("causal-mask", "wrong", "A causal mask lets each position attend only to later positions."),
    Explanation("causal-mask", "off", "Guitar strings are tuned from low to high, beginning with E."),
    Explanation(
        "relu",
        "good",
        "Negative numbers become zero and positive ones pass through untouched.",
        (0,),
    ),
    Explanation("relu", "wrong", "ReLU returns zero for positive inputs and the input itself for negative ones."),
    Explanation(
        "relu",
        "sloppy",
        "max(0,x). neg -> 0, pos stays the same. its cheap and gradeint doesnt vanish for positive inputs",
        (0,),
    ),
    Explanation("relu", "hollow", "ReLU is an activation function."),
)
"""Written to find out where it fails; some rules and figures were mended with them, so they do not measure."""

FRESH = (
    Explanation(
        "cosine-similarity",
        "good",
        "You look at the angle between two arrows and take its cosine. If they point the same way you get 1, at a right "
        "angle 0, and if they point in opposite ways -1. How long they are plays no role, because you divide the dot "
        "product by both lengths.",
        (0, 1, 2),
    ),
    Explanation(
        "cosine-similarity",
        "sloppy",
        "cos of the angel between 2 vectors, so how much same direction. dot prodct / (norm * norm), lenght doesnt matter. "
        "between -1 and 1",
        (0, 1, 2),
    ),
    Explanation(
        "cosine-similarity",
        "partial",
        "It goes from minus one for opposite vectors to one for the same direction.",
        (2,),
    ),
    Explanation(
        "cosine-similarity",
        "wrong",
        "Cosine similarity is the dot product multiplied by the product of both norms, so longer vectors get a larger "
        "value. It ranges from 0 to 100.",
    ),
    Explanation(
        "cosine-similarity",
        "misconception",
        "A cosine similarity of 0.8 means that the meaning is 80 percent the same.",
    ),
    Explanation(
        "early-stopping",
        "good",
        "You watch how well the network does on held-out data while it trains. When that gets no better for a while you "
        "quit, and you go back to the best version you had saved. It is a kind of regularization: whoever trains on and "
        "on ends up learning the noise of the training examples.",
        (0, 1),
    ),
    Explanation(
        "early-stopping",
        "sloppy",
        "stop trainig when val performance doesnt improve anymore + keep best chekpoint. regularizes bc long training "
        "fits noise",
        (0, 1),
    ),
    Explanation(
        "early-stopping",
        "wrong",
        "Early stopping ends training when the validation performance begins to improve, and it keeps the worst checkpoint.",
    ),
    Explanation(
        "early-stopping", "misconception", "Early stopping watches the training loss and stops when it no longer falls."
    ),
    Explanation("early-stopping", "off", "The bus stops early in the morning near our school and it is often late."),
    Explanation(
        "beam-search",
        "good",
        "Instead of following only the single best continuation like greedy decoding, you carry along the B most "
        "promising beginnings. In every round each of them is continued with all possible next words, and from all of "
        "those you again keep just the top B. When you are done you give back the one with the highest total score.",
        (0, 1, 2),
    ),
    Explanation(
        "beam-search",
        "sloppy",
        "keeps top B partial seqences each step (greedy = 1). extend evry beam w/ every next token, keep best B again. "
        "finally output best scoring one",
        (0, 1, 2),
    ),
    Explanation("beam-search", "partial", "In the end you return the sequence with the highest total score.", (2,)),
    Explanation(
        "beam-search",
        "wrong",
        "Beam search keeps only the single worst sequence at every step, where greedy decoding keeps many.",
    ),
    Explanation("beam-search", "misconception", "Beam search always finds the most probable sequence."),
    Explanation("beam-search", "hollow", "Beam search is about decoding text with a language model."),
    Explanation(
        "weight-decay",
        "good",
        "In each step every weight is multiplied by a number just under one, so weights slowly drift towards zero. With "
        "ordinary SGD this comes to the same as L2 regularization. For Adam people rather take AdamW, in which the decay "
        "is separate from the gradient.",
        (0, 1, 2),
    ),
    Explanation(
        "weight-decay",
        "sloppy",
        "shrinks wieghts to zero a bit every step (times factor <1). same as L2 in SGD. for adam use decoupled version "
        "AdamW",
        (0, 1, 2),
    ),
    Explanation(
        "weight-decay", "partial", "With plain SGD it is the same thing as an L2 penalty on the weights.", (1,)
    ),
    Explanation(
        "weight-decay",
        "wrong",
        "Weight decay multiplies the parameters by a factor slightly above 1 in each step, so they grow away from zero.",
    ),
    Explanation("weight-decay", "misconception", "Weight decay lowers the learning rate over time."),
    Explanation(
        "quantization",
        "good",
        "You write the numbers of a model more coarsely, say with 8 or 4 bits instead of 32. That needs less memory and "
        "less traffic to it, and it may run faster too. Whether the answers get worse depends on how well the rough "
        "numbers stand for the original weights and activations.",
        (0, 1, 2),
    ),
    Explanation("quantization", "partial", "It saves memory and sometimes makes inference faster.", (1,)),
    Explanation(
        "quantization",
        "wrong",
        "Quantization stores the numbers of a model with more bits, so it needs more memory but is more exact.",
    ),
    Explanation("quantization", "misconception", "Quantization removes weights from the model."),
    Explanation(
        "word2vec",
        "good",
        "A small neural network learns a vector for each word from the words around it. Skip-gram guesses the neighbours "
        "from the middle word, and CBOW guesses the middle word from its neighbours. It became famous since you could do "
        "things like king minus man plus woman with the vectors, just from lots of plain text.",
        (0, 1, 2),
    ),
    Explanation(
        "word2vec",
        "wrong",
        "Skip-gram predicts the center word from the context words, and CBOW predicts the context words from the center word.",
    ),
    Explanation("word2vec", "off", "My grandmother bakes the best apple pie in the whole town."),
    Explanation(
        "residual-connection",
        "good",
        "What goes into a block is added to what comes out of it, so the block needs to learn just the difference. The "
        "signal and the gradient have a way around the block. That is why you can train very deep nets such as "
        "Transformers.",
        (0, 1, 2),
    ),
    Explanation(
        "residual-connection",
        "sloppy",
        "output = x + f(x), so block lerns only a correction. shortcut for gradeints and info past the block. makes deep "
        "nets trainable",
        (0, 1, 2),
    ),
    Explanation(
        "residual-connection",
        "wrong",
        "A residual connection subtracts the output of a block from its input and blocks the gradients, so deep networks cannot be trained.",
    ),
    Explanation("residual-connection", "misconception", "Residual connections add lots of parameters to the network."),
)
"""Seven more concepts, written after the figures were chosen; three rules were mended with them."""

LAST = (
    Explanation(
        "top-k-sampling",
        "good",
        "Only the k likeliest candidates for the next token stay in the race, everybody else gets probability zero. You "
        "scale the survivors up again until they sum to one and roll the dice among them. k does not change during the "
        "text. That way weird rare tokens are never picked, and there is still some chance involved.",
        (0, 1, 2),
    ),
    Explanation(
        "top-k-sampling",
        "sloppy",
        "keep k most probabel tokens, rest = 0, renormalise to 1 and sample. k fixed. gets rid of the tail of unlikly "
        "tokens but still random",
        (0, 1, 2),
    ),
    Explanation("top-k-sampling", "partial", "The number k stays the same during the whole text.", (1,)),
    Explanation(
        "top-k-sampling",
        "wrong",
        "Top-k sampling keeps only the k least probable next tokens and sets the most probable ones to zero.",
    ),
    Explanation("top-k-sampling", "misconception", "Top-k sampling makes all tokens that are kept equally likely."),
    Explanation("top-k-sampling", "off", "Our holiday in Spain was lovely and the food was great."),
    Explanation(
        "bag-of-words",
        "good",
        "You write down for each word of the vocabulary how many times it turns up in the text and forget in which order "
        "the words came and how they were connected. These vectors are mostly zeros and easy to make, and for many years "
        "people used them to search and to sort documents.",
        (0, 1, 2),
    ),
    Explanation(
        "bag-of-words",
        "sloppy",
        "count of evry vocab word in the documnet (or weight). order + grammar thrown away. sparse simple vectors, old "
        "school for retrieval and classifcation",
        (0, 1, 2),
    ),
    Explanation("bag-of-words", "partial", "It throws away the order of the words.", (1,)),
    Explanation("bag-of-words", "wrong", "A bag of words keeps word order and syntax, and its vectors are dense."),
    Explanation("bag-of-words", "misconception", "A bag of words is simply the set of the words."),
    Explanation(
        "momentum",
        "good",
        "Instead of only following the latest gradient you remember a kind of speed made of the earlier ones and move with "
        "that. If the gradients keep pointing the same way you get faster, and back-and-forth wiggling cancels. People "
        "mostly use it together with SGD, in the classic or the Nesterov version.",
        (0, 1, 2),
    ),
    Explanation("momentum", "partial", "Steps that go the same way add up, whereas zig-zagging cancels out.", (1,)),
    Explanation(
        "momentum",
        "wrong",
        "Momentum moves the parameters along the newest gradient alone and forgets all past gradients.",
    ),
    Explanation("momentum", "misconception", "Momentum always speeds up the convergence."),
    Explanation(
        "hallucination",
        "good",
        "The model states something untrue or without any evidence as if it were a fact. It comes from learning to guess "
        "the next token, from not being tied to sources, or from being too sure when decoding. It isn't a lie on purpose: "
        "the model just writes what sounds likely, and what sounds likely need not be true.",
        (0, 1, 2),
    ),
    Explanation(
        "hallucination",
        "sloppy",
        "makes up false stuff and presnts it like its correct. bc of next token predicton and no grounding, not deliberate",
        (0, 1, 2),
    ),
    Explanation(
        "hallucination",
        "wrong",
        "Hallucination is the production of true content that is supported by evidence, presented as if it were false.",
    ),
    Explanation("hallucination", "misconception", "If you set the temperature to zero, hallucination is removed."),
    Explanation(
        "self-attention",
        "good",
        "It is attention where queries, keys and values are made from one and the same sequence. Every token mixes the "
        "vectors of all tokens, its own too, and how much of each is decided by comparing its query with their keys. So "
        "each token's vector takes in its context and no recurrence is needed.",
        (0, 1, 2),
    ),
    Explanation("self-attention", "misconception", "In self-attention every token attends only to itself."),
    Explanation("self-attention", "off", "You should pay attention to yourself and sleep eight hours every night."),
    Explanation(
        "data-augmentation",
        "good",
        "You make your training set bigger by changing examples in ways that leave the label correct, like cropping "
        "pictures or rewording sentences. From that the model learns which changes do not matter. It generalizes better, "
        "so it works as a kind of regularization.",
        (0, 1, 2),
    ),
    Explanation(
        "data-augmentation",
        "wrong",
        "Data augmentation shrinks the training set with transformations that change the label, which worsens generalization.",
    ),
)
"""Six concepts, written after those rules; one rule was made milder afterwards."""
