#include "stance/dfm.hpp"

namespace stance {

// Written for this library from the closed word classes of English: articles and determiners, pronouns, prepositions,
// conjunctions, auxiliaries and modals, adverbs that link or grade, contractions. Content words of politics are not in it,
// however frequent. Ascending, so that a reader can look a word up and a test can prove that none is there twice.
const std::vector<std::string>& english_stop_words() {
  static const std::vector<std::string> words = {
      "a",          "about",   "above",       "across",    "after",     "again",      "against",    "all",       "almost",  "along",
      "already",    "also",    "although",    "always",    "am",        "among",      "amongst",    "an",        "and",     "another",
      "any",        "anybody", "anyone",      "anything",  "are",       "aren't",     "around",     "as",        "at",      "be",
      "because",    "been",    "before",      "behind",    "being",     "below",      "beside",     "besides",   "between", "beyond",
      "both",       "but",     "by",          "can",       "can't",     "cannot",     "could",      "couldn't",  "despite", "did",
      "didn't",     "do",      "does",        "doesn't",   "doing",     "don't",      "done",       "down",      "during",  "each",
      "either",     "even",    "ever",        "every",     "everybody", "everyone",   "everything", "except",    "few",     "for",
      "from",       "further", "furthermore", "had",       "hadn't",    "has",        "hasn't",     "have",      "haven't", "having",
      "he",         "he'd",    "he'll",       "he's",      "hence",     "her",        "here",       "hers",      "herself", "him",
      "himself",    "his",     "how",         "however",   "i",         "i'd",        "i'll",       "i'm",       "i've",    "if",
      "in",         "into",    "is",          "isn't",     "it",        "it'll",      "it's",       "its",       "itself",  "just",
      "let's",      "like",    "many",        "may",       "me",        "might",      "mightn't",   "mine",      "more",    "moreover",
      "most",       "much",    "must",        "mustn't",   "my",        "myself",     "near",       "neither",   "never",   "no",
      "nobody",     "none",    "nor",         "not",       "nothing",   "now",        "of",         "off",       "often",   "on",
      "once",       "one",     "ones",        "oneself",   "only",      "onto",       "or",         "other",     "others",  "ought",
      "our",        "ours",    "ourselves",   "out",       "over",      "own",        "per",        "perhaps",   "quite",   "rather",
      "same",       "several", "shall",       "shan't",    "she",       "she'd",      "she'll",     "she's",     "should",  "shouldn't",
      "since",      "so",      "some",        "somebody",  "someone",   "something",  "still",      "such",      "than",    "that",
      "that's",     "the",     "their",       "theirs",    "them",      "themselves", "then",       "there",     "there's", "therefore",
      "these",      "they",    "they'd",      "they'll",   "they're",   "they've",    "this",       "those",     "though",  "through",
      "throughout", "thus",    "till",        "to",        "too",       "toward",     "towards",    "under",     "unless",  "until",
      "up",         "upon",    "us",          "very",      "via",       "was",        "wasn't",     "we",        "we'd",    "we'll",
      "we're",      "we've",   "well",        "were",      "weren't",   "what",       "what's",     "whatever",  "when",    "where",
      "whereas",    "whether", "which",       "whichever", "while",     "who",        "who's",      "whoever",   "whom",    "whose",
      "why",        "will",    "with",        "within",    "without",   "won't",      "would",      "wouldn't",  "yet",     "you",
      "you'd",      "you'll",  "you're",      "you've",    "your",      "yours",      "yourself",   "yourselves"};
  return words;
}

DfmOptions topic_features(std::string_view language) {
  DfmOptions out;
  out.min_length = 2;
  if (language == "en") out.stop_words = english_stop_words();
  return out;
}

}  // namespace stance
