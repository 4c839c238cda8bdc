"""Where political texts stand on geopolitical axes, which words say so, and how sure that is.

>>> import stance
>>> analysis = stance.analyze(["We shall join NATO. Our partnership with the European Union grows every year."])
>>> table = analysis.positions().dropna(subset=["position"])
>>> table[["axis", "position", "n_evidence"]].head(3).round(2)
                 axis  position  n_evidence
0       non_alignment      -1.0           1
1    nato_orientation       1.0           1
2      eu_orientation       0.6           1

A position without evidence is missing (NaN), which is not a neutral 0; the column ``undefined`` says why.
"""

from __future__ import annotations

from . import plot
from ._analysis import Analysis, analyze, analyze_stream
from ._comparison import Comparison, Contrast, PairExplanation
from ._core import Diagnostic, version
from ._corpus import Corpus, Document
from ._correspondence import CorrespondenceAnalysis
from ._dictionary import Conversion, convert_lexicon
from ._errors import ParseError
from ._estimators import EstimatorAgreement, estimator_agreement
from ._features import Dfm, DocumentFrequencies, TfidfModel, dfm, tfidf
from ._keyness import Keyness, adjust_p_values, grammar_words, keyness, kwic
from ._latent_semantic import LatentSemanticScaling
from ._lexicon import Lexicon, check_lexicon, load_lexicon
from ._sentences import SentenceCounts, sentences
from ._similarity import Explanation, explain_similarity, nearest, similarity, similarity_intervals, soft_cosine
from ._structure import Clusters, Map, cluster, mds
from ._supervised import ClassAffinity, DictionaryScale, Wordscores, bootstrap, pole_words
from ._trends import AxisSeries
from ._wordfish import Wordfish

__version__ = version()

__all__ = [
    "Analysis",
    "AxisSeries",
    "ClassAffinity",
    "Clusters",
    "Comparison",
    "Contrast",
    "Conversion",
    "Corpus",
    "CorrespondenceAnalysis",
    "Dfm",
    "Diagnostic",
    "DictionaryScale",
    "Document",
    "DocumentFrequencies",
    "EstimatorAgreement",
    "Explanation",
    "Keyness",
    "LatentSemanticScaling",
    "Lexicon",
    "Map",
    "PairExplanation",
    "ParseError",
    "SentenceCounts",
    "TfidfModel",
    "Wordfish",
    "Wordscores",
    "__version__",
    "adjust_p_values",
    "analyze",
    "analyze_stream",
    "bootstrap",
    "check_lexicon",
    "cluster",
    "convert_lexicon",
    "dfm",
    "estimator_agreement",
    "explain_similarity",
    "grammar_words",
    "keyness",
    "kwic",
    "load_lexicon",
    "mds",
    "nearest",
    "plot",
    "pole_words",
    "sentences",
    "similarity",
    "similarity_intervals",
    "soft_cosine",
    "tfidf",
]
