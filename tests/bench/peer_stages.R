# One stage of quanteda, timed within its process: called by peers.py.
#   Rscript peer_stages.R STAGE TEXTS PATTERNS
# Prints one line of JSON, as peer_stages.py does. Exits 69 when a package is not installed.
lacking <- setdiff(c("quanteda", "quanteda.textstats", "jsonlite"), rownames(installed.packages()))
if (length(lacking) > 0) {
  message("install.packages(c(", toString(dQuote(lacking, FALSE)), "))")
  quit(status = 69)
}
suppressPackageStartupMessages({library(quanteda); library(quanteda.textstats); library(jsonlite)})
quanteda_options(threads = 1)
arguments <- commandArgs(trailingOnly = TRUE)
stage <- arguments[1]
texts <- stream_in(file(arguments[2]), verbose = FALSE)$text

words <- function() tokens_tolower(tokens(texts, remove_punct = TRUE, remove_symbols = TRUE))
weighted <- function(n) dfm_tfidf(dfm(tokens_ngrams(words(), n = seq_len(n), concatenator = " ")))
cells <- function(m) list(features = nfeat(m), cells = length(m@x))
patterns <- if (startsWith(stage, "lexicon")) dictionary(list(all = readLines(arguments[3])), tolower = FALSE) else NULL
made <- if (stage == "cos_dense") weighted(1) else NULL

work <- switch(stage,
  tokenize = function() { t <- words(); list(words = sum(ntoken(t)), types = length(types(t))) },
  tfidf = function() cells(weighted(1)),
  tfidf12 = function() cells(weighted(2)),
  lexicon = ,
  lexicon_glob = function() list(hits = sum(ntoken(tokens_lookup(words(), patterns, valuetype = "glob", nested_scope = "dictionary")))),
  cos_dense = function() list(pairs = length(as.matrix(textstat_simil(made, method = "cosine", margin = "documents")))))
start <- proc.time()
counted <- work()
used <- proc.time() - start
cat(toJSON(c(list(seconds = unname(used[["user.self"]] + used[["sys.self"]]), version = as.character(packageVersion("quanteda"))), counted), auto_unbox = TRUE), "\n")
