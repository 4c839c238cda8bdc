"""
The C++ library behind stance. Private: use what the package stance shows.
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
__all__: list[str] = ['ArrowIterator', 'ArrowText', 'ArrowTexts', 'Counts', 'Diagnostic', 'Documents', 'Frequencies', 'Model', 'Pack', 'Pairs', 'Run', 'analyze', 'arrow_texts', 'check_lexicon', 'compare', 'contrast', 'count_features', 'english_stop_words', 'export_quanteda', 'find_lexicon', 'from_coo', 'import_dictionary', 'languages', 'load_lexicon', 'parse_files', 'parse_lexicon', 'parse_triplets', 'read_documents', 'read_matrix_market', 'read_triplets', 'to_matrix_market', 'to_triplets', 'to_yaml', 'unicode_version', 'version', 'write_matrix_market']
__all__: list[str] = ['Counts', 'Diagnostic', 'Documents', 'Pack', 'Pairs', 'Run', 'Tree', 'analyze', 'check_lexicon', 'cluster', 'compare', 'contrast', 'count_features', 'english_stop_words', 'find_lexicon', 'languages', 'load_lexicon', 'mds', 'parse_files', 'parse_lexicon', 'read_documents', 'tfidf', 'trends', 'unicode_version', 'version']
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
    def n_documents(self) -> int:
        ...
    @property
    def n_features(self) -> int:
    def notes(self) -> list[str]:
        ...
def analyze(documents: Documents, pack: Pack, *, axes: collections.abc.Sequence[str], principal: str, language: str, threads: typing.SupportsInt | typing.SupportsIndex, level: typing.SupportsFloat | typing.SupportsIndex, interval: str, pole_weight: typing.SupportsFloat | typing.SupportsIndex, n_replicates: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, min_words: typing.SupportsInt | typing.SupportsIndex, clean: bool | dict[str, bool], repair: bool, rules: collections.abc.Mapping[str, bool], evidence: bool, features: bool, vectors: bool, progress: typing.Any) -> Run:
    ...
def arrow_texts(column: typing.Any) -> ArrowTexts:
    """
    The column of an object that speaks the Arrow C data interface; None where it is not one of text
    """
def check_lexicon(name_or_path: str) -> list[Diagnostic]:
    ...
def cluster(names: collections.abc.Sequence[str], values: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], *, similarity: bool, linkage: str, euclidean_form: bool, known_euclidean: bool, optimal: bool) -> Tree:
    ...
def compare(run: Run, *, idf: str, topic_cut: typing.SupportsFloat | typing.SupportsIndex, stance_cut: typing.SupportsFloat | typing.SupportsIndex, base_error: typing.SupportsFloat | typing.SupportsIndex, min_shared_axes: typing.SupportsInt | typing.SupportsIndex, full_matrix_limit: typing.SupportsInt | typing.SupportsIndex, neighbours: typing.SupportsInt | typing.SupportsIndex, interval_limit: typing.SupportsInt | typing.SupportsIndex, quotations: typing.SupportsInt | typing.SupportsIndex, max_contrasts: typing.SupportsInt | typing.SupportsIndex) -> Pairs:
    ...
def contrast(run: Run, a: typing.SupportsInt | typing.SupportsIndex, b: typing.SupportsInt | typing.SupportsIndex, axis: typing.SupportsInt | typing.SupportsIndex, quotations: typing.SupportsInt | typing.SupportsIndex) -> tuple[float, bool, dict[str, typing.Any]]:
    ...
def count_features(documents: Documents, *, ngram_min: typing.SupportsInt | typing.SupportsIndex, ngram_max: typing.SupportsInt | typing.SupportsIndex, ngram_gaps: str, min_length: typing.SupportsInt | typing.SupportsIndex, stop_words: collections.abc.Sequence[str], min_df: typing.SupportsInt | typing.SupportsIndex, max_df: typing.SupportsFloat | typing.SupportsIndex, max_features: typing.SupportsInt | typing.SupportsIndex | None, language: str, clean: bool, threads: typing.SupportsInt | typing.SupportsIndex, progress: typing.Any) -> tuple[Counts, list[Diagnostic]]:
    ...
def english_stop_words() -> list[str]:
    ...
def export_quanteda(pack: Pack) -> tuple[str, list[Diagnostic], dict[str, int]]:
    """
    YAML, diagnostics and counts
    """
def find_lexicon(name_or_path: str) -> str:
    ...
def from_coo(documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], rows: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], columns: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], cells: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], weighting: str) -> Counts:
    ...
def import_dictionary(content: bytes, file: str, *, format: str | None, encoding: str, separator: str, lenient: bool, axes: collections.abc.Sequence[tuple[str, collections.abc.Sequence[str], collections.abc.Sequence[str]]], name: str, version: str, language: str, licence: str, keep_case: bool, scale: typing.SupportsFloat | typing.SupportsIndex) -> tuple[Pack, str, list[Diagnostic], dict[str, int], str, str]:
    """
    pack, YAML, diagnostics, counts, format and encoding
    """
def languages() -> list[str]:
    """
    Languages with case folding, abbreviations and clitics.
    """
def load_lexicon(name_or_path: str) -> Pack:
    ...
def mds(names: collections.abc.Sequence[str], values: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], *, similarity: bool, euclidean_form: bool, known_euclidean: bool, dimensions: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]:
    ...
def parse_files(sources: collections.abc.Sequence[tuple[str, bytes]]) -> Pack:
    ...
def parse_lexicon(yaml: str, file: str) -> Pack:
    ...
def parse_triplets(text: str, documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], weighting: str | None) -> tuple[Counts, list[Diagnostic]]:
    ...
def read_documents(inputs: collections.abc.Sequence[str], *, text_field: str, id_field: str, language_field: str, principal_field: str, language: str, principal: str, csv_delimiter: str | None, recursive: bool, repair: bool) -> Documents:
    ...
def read_matrix_market(path: str, documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], weighting: str | None) -> tuple[Counts, list[Diagnostic]]:
    ...
def read_triplets(path: str, documents: collections.abc.Sequence[str], features: collections.abc.Sequence[str], weighting: str | None) -> tuple[Counts, list[Diagnostic]]:
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
