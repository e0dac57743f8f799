"""Says in one plain Chinese sentence what a rule demands, composed from its parameters alone.

`sentence_of(spec, words)` works for every kind; `unsaid_numbers` tells which numbers of a written sentence
the composed one does not have; `figures` puts `actual` and `required` of a verdict into words. `words`: `Rulebook.words()`.
"""

from zhibu.engine.sentences.composing import constraint_sentence, sentence_of
from zhibu.engine.sentences.figures import figures
from zhibu.engine.sentences.numbers import unsaid_numbers

__all__ = ["constraint_sentence", "figures", "sentence_of", "unsaid_numbers"]
