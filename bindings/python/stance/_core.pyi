"""
The C++ library behind stance. Private: use what the package stance shows.
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
__all__: list[str] = ['ArrowIterator', 'ArrowText', 'ArrowTexts', 'ClassAffinity', 'Correspondence', 'Counts', 'Diagnostic', 'DictionaryScale', 'Documents', 'Frequencies', 'KeynessResult', 'LatentSemantic', 'Model', 'Pack', 'Pairs', 'Run', 'SentenceCounts', 'Tree', 'Wordfish', 'WordfishOptions', 'Wordscores', 'adjust_p_values', 'analyze', 'arrow_texts', 'bootstrap', 'bootstrap_affinity', 'bootstrap_correspondence', 'bootstrap_wordfish', 'bootstrap_wordscores', 'check_lexicon', 'cluster', 'compare', 'contrast', 'count_features', 'count_sentences', 'english_stop_words', 'estimator_agreement', 'explain_similarity', 'export_quanteda', 'find_lexicon', 'fit_affinity', 'fit_correspondence', 'fit_latent_semantic', 'fit_wordfish', 'fit_wordscores', 'from_coo', 'grammar_words', 'import_dictionary', 'keyness', 'kwic', 'languages', 'load_lexicon', 'mds', 'nearest', 'parse_files', 'parse_lexicon', 'parse_triplets', 'pole_words', 'read_documents', 'read_matrix_market', 'read_triplets', 'similarity', 'similarity_intervals', 'soft_cosine', 'soft_cosine_of_vectors', 'to_matrix_market', 'to_triplets', 'to_yaml', 'trends', 'unicode_version', 'version', 'write_matrix_market']
class Diagnostic:
    """
    One message about input data: what is wrong, where, what was expected, what to do.
    """
    def __init__(self, severity: str, code: str, file: str, line: typing.SupportsInt | typing.SupportsIndex, column: typing.SupportsInt | typing.SupportsIndex, offset: typing.SupportsInt | typing.SupportsIndex, message: str, line_text: str = '') -> None:
        ...
    def __reduce__(self) -> tuple[typing.Any, tuple[typing.Any, ...]]:
        ...
    def __repr__(self) -> str:
        ...
    def __str__(self) -> str:
        ...
    @property
    def code(self) -> str:
        """
        Stable code, for example L103
        """
    @property
    def column(self) -> int:
        """
        In characters, from 1
        """
    @property
    def file(self) -> str:
        """
        File or document; may be empty
        """
    @property
    def line(self) -> int:
        """
        From 1; 0: the file as a whole
        """
    @property
    def line_text(self) -> str:
        """
        The line at fault, where it is known
        """
    @property
    def message(self) -> str:
        ...
    @property
    def offset(self) -> int:
        """
        In bytes, from 0
        """
    @property
    def severity(self) -> str:
        """
        note, warning or error
        """
class ArrowText:
    """
    A text in the memory of Arrow.
    """
    def __str__(self) -> str:
        ...
    @property
    def fault(self) -> int | None:
        """
        The first byte that is not UTF-8, or None
        """
class ArrowIterator:
    def __iter__(self) -> typing.Any:
        ...
    def __next__(self) -> ArrowText | None:
        ...
class ArrowTexts:
    """
    A column of text in the memory of Arrow.
    """
    def __iter__(self) -> ArrowIterator:
        ...
    def __len__(self) -> int:
        ...
class Documents:
    """
    Documents with unique ids, in reading order.
    """
    def __init__(self) -> None:
        ...
    def __len__(self) -> int:
        ...
    def add(self, id: str, text: str | ArrowText, language: str, principal: str, source: str, variables: dict[str, str]) -> None:
        ...
    def fields(self, place: typing.SupportsInt | typing.SupportsIndex) -> tuple[str, str, str, str, str, dict[str, str]]:
        """
        id, text, language, principal, source and variables of a document
        """
    def find(self, id: str) -> int | None:
        """
        Place of a document, or None
        """
    def ids(self) -> list[str]:
        ...
    @property
    def diagnostics(self) -> list[Diagnostic]:
        ...
class Pack:
    """
    A lexicon with its compiled patterns. Immutable.
    """
    def axes(self) -> dict[str, typing.Any]:
        ...
    def files(self) -> list[tuple[str, str, str]]:
        """
        name, path and hash of each file
        """
    def find_target(self, name: str) -> str | None:
        """
        Key of a target by key, ISO code or plain name; None when unknown
        """
    def hash(self) -> str:
        ...
    def meta(self) -> dict[str, typing.Any]:
        ...
    def sources(self) -> list[tuple[str, bytes]]:
        """
        name and bytes of each file
        """
    def targets(self) -> dict[str, typing.Any]:
        ...
class Run:
    """
    Results of an analysis with the corpus and the lexicon behind them. Immutable.
    """
    def __len__(self) -> int:
        ...
    def axis_index(self, axis: str) -> int:
        """
        Index of an axis in the lexicon
        """
    def cuts(self) -> dict[str, typing.Any]:
        ...
    def diagnostics(self) -> list[Diagnostic]:
        """
        Of reading, of documents that could not be scored, and notes about the others
        """
    def documents(self) -> dict[str, typing.Any]:
        ...
    def evidence(self, axis: str | None, target: str | None, document: str | None) -> dict[str, typing.Any]:
        ...
    def ids(self) -> list[str]:
        ...
    def json(self, evidence: bool, lines: bool) -> str:
        ...
    def place(self, document: str) -> int:
        """
        Row of a document in the analysis
        """
    def positions(self, scales: bool) -> dict[str, typing.Any]:
        ...
    def targets(self) -> dict[str, typing.Any]:
        ...
    @property
    def has_evidence(self) -> bool:
        ...
    @property
    def has_features(self) -> bool:
        ...
class Pairs:
    """
    Everything about the pairs of a corpus. Immutable.
    """
    def contrasts(self) -> dict[str, typing.Any]:
        ...
    def explain(self, a: typing.SupportsInt | typing.SupportsIndex, b: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], dict[str, typing.Any], dict[str, typing.Any], dict[str, typing.Any]]:
        ...
    def ids(self) -> list[str]:
        ...
    def json(self, evidence: bool) -> str:
        ...
    def matrix(self, kind: str) -> numpy.typing.NDArray[numpy.float64]:
        ...
    def pairs(self) -> dict[str, typing.Any]:
        ...
    @property
    def notes(self) -> list[str]:
        """
        What was left out, and why
        """
    @property
    def stance_method(self) -> str:
        ...
    @property
    def topic_method(self) -> str:
        ...
class Counts:
    """
    A document-feature matrix with its names. Immutable.
    """
    def csr(self) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int32], tuple[int, int]]:
        """
        data, indices, indptr and shape: copies
        """
    def documents(self) -> list[str]:
        ...
    def features(self) -> list[str]:
        ...
    @property
    def weighting(self) -> str:
        ...
class Frequencies:
    """
    In how many documents each feature occurs. Immutable.
    """
    @typing.overload
    def __init__(self, n_documents: typing.SupportsInt | typing.SupportsIndex, total_bytes: typing.SupportsFloat | typing.SupportsIndex, features: list[str], frequencies: typing.Annotated[numpy.typing.ArrayLike, numpy.int64]) -> None:
        ...
    @typing.overload
    def __init__(self, counts: Counts) -> None:
        ...
    def features(self) -> list[str]:
        ...
    def frequencies(self) -> numpy.typing.NDArray[numpy.int64]:
        ...
    def merged(self, other: Frequencies) -> Frequencies:
        ...
    def of(self, feature: str) -> int:
        """
        0 for one that was not seen
        """
    def same(self, other: Frequencies) -> bool:
        ...
    @property
    def n_documents(self) -> int:
        ...
    @property
    def n_features(self) -> int:
        ...
    @property
    def total_bytes(self) -> float:
        ...
class Model:
    """
    A fitted TF-IDF. Immutable.
    """
    @typing.overload
    def __init__(self, counts: Counts, scheme: str) -> None:
        ...
    @typing.overload
    def __init__(self, frequencies: Frequencies, scheme: str) -> None:
        ...
    def features(self) -> list[str]:
        ...
    def idf(self) -> numpy.typing.NDArray[numpy.float64]:
        ...
    def transform(self, counts: Counts) -> Counts:
        ...
    @property
    def formula(self) -> str:
        ...
    @property
    def n_documents(self) -> int:
        ...
    @property
    def n_features(self) -> int:
        ...
class SentenceCounts:
    """
    Counts of features by sentence. Immutable.
    """
    def n_sentences(self) -> numpy.typing.NDArray[numpy.int64]:
        ...
    def to_dfm(self) -> Counts:
        ...
    @property
    def diagnostics(self) -> list[Diagnostic]:
        ...
class KeynessResult:
    """
    Key features of two groups. Immutable.
    """
    def quotations(self, corpus: Documents, top: typing.SupportsInt | typing.SupportsIndex, *, ngram_min: typing.SupportsInt | typing.SupportsIndex, ngram_max: typing.SupportsInt | typing.SupportsIndex, ngram_gaps: str, min_length: typing.SupportsInt | typing.SupportsIndex, stop_words: collections.abc.Sequence[str], min_df: typing.SupportsInt | typing.SupportsIndex, max_df: typing.SupportsFloat | typing.SupportsIndex, max_features: typing.SupportsInt | typing.SupportsIndex | None, language: str, clean: bool, threads: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
        ...
    def reference(self) -> list[str]:
        ...
    def rows(self) -> dict[str, typing.Any]:
        ...
    def target(self) -> list[str]:
        ...
    @property
    def formula(self) -> str:
        ...
    @property
    def left_out(self) -> list[str]:
        ...
    @property
    def n_below_minimum(self) -> int:
        ...
    @property
    def notes(self) -> list[str]:
        ...
    @property
    def prior_formula(self) -> str:
        ...
    @property
    def prior_total(self) -> float:
        ...
    @property
    def reference_name(self) -> str:
        ...
    @property
    def target_name(self) -> str:
        ...
    @property
    def total_reference(self) -> float:
        ...
    @property
    def total_target(self) -> float:
        ...
class Wordfish:
    """
    A fitted model. Immutable.
    """
    def documents(self) -> dict[str, typing.Any]:
        ...
    def features(self) -> dict[str, typing.Any]:
        ...
    def info(self) -> dict[str, typing.Any]:
        ...
    def predict(self, arg0: Counts) -> dict[str, typing.Any]:
        ...
    @property
    def formula(self) -> str:
        ...
class WordfishOptions:
    """
    Options of Wordfish, checked when they are used.
    """
    def __init__(self, *, solver: str, sigma: typing.SupportsFloat | typing.SupportsIndex, direction: tuple[str, str] | None, errors: str, dispersion: str, level: typing.SupportsFloat | typing.SupportsIndex, tolerance: typing.SupportsFloat | typing.SupportsIndex, max_iterations: typing.SupportsInt | typing.SupportsIndex, n_restarts: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
class Correspondence:
    """
    A fitted analysis. Immutable.
    """
    def columns(self) -> dict[str, typing.Any]:
        ...
    def document_names(self) -> list[str]:
        ...
    def documents(self, arg0: typing.SupportsInt | typing.SupportsIndex, arg1: str) -> dict[str, typing.Any]:
        ...
    def feature_names(self) -> list[str]:
        ...
    def predict(self, arg0: Counts, arg1: typing.SupportsInt | typing.SupportsIndex, arg2: str) -> dict[str, typing.Any]:
        ...
    def rows(self) -> dict[str, typing.Any]:
        ...
    @property
    def chi_squared(self) -> float:
        ...
    @property
    def singular_values(self) -> numpy.typing.NDArray[numpy.float64]:
        ...
    @property
    def total_inertia(self) -> float:
        ...
class LatentSemantic:
    """
    A fitted model. Immutable.
    """
    def features(self) -> dict[str, typing.Any]:
        ...
    def predict(self, documents: Counts, *, min_n: typing.SupportsFloat | typing.SupportsIndex, rescale: bool, level: typing.SupportsFloat | typing.SupportsIndex) -> dict[str, typing.Any]:
        ...
    def seeds(self) -> dict[str, typing.Any]:
        ...
    @property
    def missing_seeds(self) -> list[str]:
        ...
    @property
    def n_dimensions(self) -> int:
        ...
class Tree:
    """
    A tree over documents, with the distances that it was made from. Immutable.
    """
    def cophenetic(self) -> numpy.typing.NDArray[numpy.float64]:
        ...
    def cophenetic_correlation(self) -> float:
        ...
    def cut_at(self, height: typing.SupportsFloat | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.int64]:
        ...
    def cut_into(self, k: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.int64]:
        ...
    def left_out(self) -> dict[str, typing.Any]:
        ...
    def merges(self) -> numpy.typing.NDArray[numpy.float64]:
        """
        As scipy.cluster.hierarchy has them: first, second, height, size
        """
    def names(self) -> list[str]:
        ...
    def order(self) -> numpy.typing.NDArray[numpy.int64]:
        ...
    def silhouette(self, labels: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]) -> dict[str, typing.Any]:
        ...
    def suggest(self, max_k: typing.SupportsInt | typing.SupportsIndex) -> tuple[int, numpy.typing.NDArray[numpy.float64]]:
        """
        Number of clusters, and the mean silhouettes of 2, 3, … of them
        """
    @property
    def formula(self) -> str:
        ...
    @property
    def notes(self) -> list[str]:
        ...
class Wordscores:
    """
    A fitted model. Immutable.
    """
    def predict(self, counts: Counts, *, rescaling: str, spread_documents: collections.abc.Sequence[str] | None, level: typing.SupportsFloat | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
        ...
    def references(self) -> dict[str, typing.Any]:
        ...
    def words(self) -> dict[str, typing.Any]:
        ...
class ClassAffinity:
    """
    A fitted model. Immutable.
    """
    def predict(self, counts: Counts, *, level: typing.SupportsFloat | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
        ...
    def scores(self) -> list[float]:
        ...
    def words(self) -> dict[str, typing.Any]:
        ...
class DictionaryScale:
    """
    A dictionary looked up in the features of a matrix.
    """
    def __init__(self, counts: Counts, negative: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], positive: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]]) -> None:
        ...
    def bootstrap(self, sentences: SentenceCounts, *, formula: str, no_evidence: str, n_replicates: typing.SupportsInt | typing.SupportsIndex, interval: str, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, short_documents: str, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
        ...
    def importance(self, counts: Counts, *, level: typing.SupportsFloat | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
        ...
    def positions(self, counts: Counts, *, formula: str, no_evidence: str, level: typing.SupportsFloat | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
        ...
    def words(self) -> dict[str, typing.Any]:
        ...
    @property
    def unmatched(self) -> list[str]:
        ...
def adjust_p_values(p_values: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], method: str) -> numpy.typing.NDArray[numpy.float64]:
    ...
def analyze(documents: Documents, pack: Pack, *, axes: collections.abc.Sequence[str], principal: str, language: str, threads: typing.SupportsInt | typing.SupportsIndex, level: typing.SupportsFloat | typing.SupportsIndex, interval: str, pole_weight: typing.SupportsFloat | typing.SupportsIndex, n_replicates: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, min_words: typing.SupportsInt | typing.SupportsIndex, clean: bool | dict[str, bool], repair: bool, rules: collections.abc.Mapping[str, bool], evidence: bool, features: bool, vectors: bool, progress: typing.Any) -> Run:
    ...
def arrow_texts(column: typing.Any) -> ArrowTexts | None:
    """
    The column of an object that speaks the Arrow C data interface; None where it is not one of text
    """
def bootstrap(sentences: SentenceCounts, statistic: collections.abc.Callable[[Counts], typing.Any], *, n_replicates: typing.SupportsInt | typing.SupportsIndex, interval: str, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, short_documents: str, seed: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def bootstrap_affinity(sentences: SentenceCounts, model: ClassAffinity, scores: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex | None] | None, *, smoothing: typing.SupportsFloat | typing.SupportsIndex, reference_smoothing: typing.SupportsFloat | typing.SupportsIndex, excluded: collections.abc.Sequence[str], n_replicates: typing.SupportsInt | typing.SupportsIndex, interval: str, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, short_documents: str, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
    ...
def bootstrap_correspondence(sentences: SentenceCounts, *, n_dimensions: typing.SupportsInt | typing.SupportsIndex, coordinates: str, alignment: str, n_replicates: typing.SupportsInt | typing.SupportsIndex, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, keep_short: bool, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> list[dict[str, typing.Any]]:
    ...
def bootstrap_wordfish(sentences: SentenceCounts, options: WordfishOptions, *, n_replicates: typing.SupportsInt | typing.SupportsIndex, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, keep_short: bool, seed: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def bootstrap_wordscores(sentences: SentenceCounts, model: Wordscores, scores: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex | None] | None, *, rescaling: str, spread_documents: collections.abc.Sequence[str] | None, n_replicates: typing.SupportsInt | typing.SupportsIndex, interval: str, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, short_documents: str, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], str]:
    """
    scores: the model is fitted anew in each replicate; None: it is kept
    """
def check_lexicon(name_or_path: str) -> list[Diagnostic]:
    ...
def cluster(names: collections.abc.Sequence[str], values: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], *, similarity: bool, linkage: str, euclidean_form: bool, known_euclidean: bool, optimal: bool) -> Tree:
    ...
def compare(run: Run, *, measure: str, idf: str, topic_cut: typing.SupportsFloat | typing.SupportsIndex, stance_cut: typing.SupportsFloat | typing.SupportsIndex, base_error: typing.SupportsFloat | typing.SupportsIndex, min_shared_axes: typing.SupportsInt | typing.SupportsIndex, full_matrix_limit: typing.SupportsInt | typing.SupportsIndex, neighbours: typing.SupportsInt | typing.SupportsIndex, interval_limit: typing.SupportsInt | typing.SupportsIndex, quotations: typing.SupportsInt | typing.SupportsIndex, max_contrasts: typing.SupportsInt | typing.SupportsIndex) -> Pairs:
    ...
def contrast(run: Run, a: typing.SupportsInt | typing.SupportsIndex, b: typing.SupportsInt | typing.SupportsIndex, axis: typing.SupportsInt | typing.SupportsIndex, quotations: typing.SupportsInt | typing.SupportsIndex) -> tuple[float, bool, dict[str, typing.Any]]:
    ...
def count_features(documents: Documents, *, ngram_min: typing.SupportsInt | typing.SupportsIndex, ngram_max: typing.SupportsInt | typing.SupportsIndex, ngram_gaps: str, min_length: typing.SupportsInt | typing.SupportsIndex, stop_words: collections.abc.Sequence[str], min_df: typing.SupportsInt | typing.SupportsIndex, max_df: typing.SupportsFloat | typing.SupportsIndex, max_features: typing.SupportsInt | typing.SupportsIndex | None, language: str, clean: bool, threads: typing.SupportsInt | typing.SupportsIndex, progress: typing.Any) -> tuple[Counts, list[Diagnostic]]:
    ...
def count_sentences(documents: Documents, *, ngram_min: typing.SupportsInt | typing.SupportsIndex, ngram_max: typing.SupportsInt | typing.SupportsIndex, ngram_gaps: str, min_length: typing.SupportsInt | typing.SupportsIndex, stop_words: collections.abc.Sequence[str], min_df: typing.SupportsInt | typing.SupportsIndex, max_df: typing.SupportsFloat | typing.SupportsIndex, max_features: typing.SupportsInt | typing.SupportsIndex | None, language: str, clean: bool, threads: typing.SupportsInt | typing.SupportsIndex, progress: typing.Any) -> SentenceCounts:
    ...
def english_stop_words() -> list[str]:
    ...
def estimator_agreement(run: Run, sentences: SentenceCounts, *, references: tuple[str, str] | None, n_dimensions: typing.SupportsInt | typing.SupportsIndex, n_replicates: typing.SupportsInt | typing.SupportsIndex | None, level: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], dict[str, typing.Any]]:
    ...
def explain_similarity(counts: Counts, a: typing.SupportsInt | typing.SupportsIndex, b: typing.SupportsInt | typing.SupportsIndex, measure: str) -> tuple[dict[str, typing.Any], dict[str, typing.Any]]:
    ...
def export_quanteda(pack: Pack) -> tuple[str, list[Diagnostic], dict[str, int]]:
    """
    YAML, diagnostics and counts
    """
def find_lexicon(name_or_path: str) -> str:
    ...
def fit_affinity(counts: Counts, scores: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex | None], *, smoothing: typing.SupportsFloat | typing.SupportsIndex, reference_smoothing: typing.SupportsFloat | typing.SupportsIndex, excluded: collections.abc.Sequence[str]) -> ClassAffinity:
    ...
def fit_correspondence(counts: Counts, *, n_dimensions: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> Correspondence:
    ...
@typing.overload
def fit_latent_semantic(sentences: SentenceCounts, seeds: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], *, n_dimensions: typing.SupportsInt | typing.SupportsIndex, slice: typing.SupportsInt | typing.SupportsIndex | None, polarity: str, weighting: str, terms: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], threads: typing.SupportsInt | typing.SupportsIndex) -> LatentSemantic:
    ...
@typing.overload
def fit_latent_semantic(sentences: Counts, seeds: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], *, n_dimensions: typing.SupportsInt | typing.SupportsIndex, slice: typing.SupportsInt | typing.SupportsIndex | None, polarity: str, weighting: str, terms: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], threads: typing.SupportsInt | typing.SupportsIndex) -> LatentSemantic:
    ...
def fit_wordfish(counts: Counts, options: WordfishOptions) -> Wordfish:
    ...
def fit_wordscores(counts: Counts, scores: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex | None], *, scale: str, smoothing: typing.SupportsFloat | typing.SupportsIndex, smoothed_words: str) -> Wordscores:
    ...
def from_coo(documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], rows: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], columns: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], cells: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], weighting: str) -> Counts:
    ...
def grammar_words(language: str) -> list[str]:
    ...
def import_dictionary(content: bytes, file: str, *, format: str | None, encoding: str, separator: str, lenient: bool, axes: collections.abc.Sequence[tuple[str, collections.abc.Sequence[str], collections.abc.Sequence[str]]], name: str, version: str, language: str, licence: str, keep_case: bool, scale: typing.SupportsFloat | typing.SupportsIndex) -> tuple[Pack, str, list[Diagnostic], dict[str, int], str, str]:
    """
    pack, YAML, diagnostics, counts, format and encoding
    """
def keyness(counts: Counts | None, sentences: SentenceCounts | None, corpus: Documents | None, *, by: str, target: collections.abc.Sequence[str], reference: collections.abc.Sequence[str], cut: str, measure: str, correction: str, fdr: str, prior: str, prior_total: typing.SupportsFloat | typing.SupportsIndex | None, prior_count: typing.SupportsFloat | typing.SupportsIndex, background: str, variance: str, unit_test: str, n_permutations: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, zero_count: typing.SupportsFloat | typing.SupportsIndex, min_count: typing.SupportsFloat | typing.SupportsIndex, min_units: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> KeynessResult:
    ...
def kwic(corpus: Documents, features: collections.abc.Sequence[str], documents: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], *, ngram_min: typing.SupportsInt | typing.SupportsIndex, ngram_max: typing.SupportsInt | typing.SupportsIndex, ngram_gaps: str, min_length: typing.SupportsInt | typing.SupportsIndex, stop_words: collections.abc.Sequence[str], min_df: typing.SupportsInt | typing.SupportsIndex, max_df: typing.SupportsFloat | typing.SupportsIndex, max_features: typing.SupportsInt | typing.SupportsIndex | None, language: str, clean: bool, threads: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def languages() -> list[str]:
    """
    Languages with case folding, abbreviations and clitics.
    """
def load_lexicon(name_or_path: str) -> Pack:
    ...
def mds(names: collections.abc.Sequence[str], values: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], *, similarity: bool, euclidean_form: bool, known_euclidean: bool, dimensions: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def nearest(counts: Counts, k: typing.SupportsInt | typing.SupportsIndex, measure: str, *, threads: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def parse_files(sources: collections.abc.Sequence[tuple[str, bytes]]) -> Pack:
    ...
def parse_lexicon(yaml: str, file: str) -> Pack:
    ...
def parse_triplets(text: str, documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], weighting: str | None) -> tuple[Counts, list[Diagnostic]]:
    ...
def pole_words(pack: Pack, axis: str) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """
    Words of the - and of the + pole with their weights
    """
def read_documents(inputs: collections.abc.Sequence[str], *, text_field: str, id_field: str, language_field: str, principal_field: str, language: str, principal: str, csv_delimiter: str | None, recursive: bool, repair: bool) -> Documents:
    ...
def read_matrix_market(path: str, documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], weighting: str | None) -> tuple[Counts, list[Diagnostic]]:
    ...
def read_triplets(path: str, documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], weighting: str | None) -> tuple[Counts, list[Diagnostic]]:
    ...
def similarity(counts: Counts, measure: str, *, threads: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
    ...
def similarity_intervals(sentences: SentenceCounts, *, measure: str, n_replicates: typing.SupportsInt | typing.SupportsIndex, level: typing.SupportsFloat | typing.SupportsIndex, min_sentences: typing.SupportsInt | typing.SupportsIndex, correct: bool, n_same_source: typing.SupportsInt | typing.SupportsIndex, weights: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def soft_cosine(counts: Counts, data: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], indices: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], indptr: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], n_rows: typing.SupportsInt | typing.SupportsIndex, n_columns: typing.SupportsInt | typing.SupportsIndex, check: bool) -> numpy.typing.NDArray[numpy.float64]:
    ...
def soft_cosine_of_vectors(counts: Counts, vectors: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> numpy.typing.NDArray[numpy.float64]:
    ...
def to_matrix_market(counts: Counts, names: str) -> str:
    ...
def to_triplets(counts: Counts) -> str:
    ...
def to_yaml(pack: Pack) -> str:
    """
    The pack as one file
    """
def trends(run: Run, *, axes: collections.abc.Sequence[str], date: str, group_by: str, unit: str, min_group: typing.SupportsInt | typing.SupportsIndex, tau: str, hartung_knapp: bool, bandwidth: typing.SupportsFloat | typing.SupportsIndex, n_places: typing.SupportsInt | typing.SupportsIndex, min_times: typing.SupportsInt | typing.SupportsIndex, false_alarm: typing.SupportsFloat | typing.SupportsIndex, n_permutations: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def unicode_version() -> str:
    """
    Versions of what decides word boundaries and case.
    """
def version() -> str:
    """
    Version of the library.
    """
def write_matrix_market(counts: Counts, path: str, names: str) -> None:
    ...
