// Checks JSON against a definition of the output's schema:
//   stance_schema_check SCHEMA DEFINITION json|jsonl < OUTPUT
// Exits 1 with the first faults when something does not fit, and when there is nothing to check.

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace {

using nlohmann::json;

/// Whether the value fits; prints what does not.
bool fits(const valijson::Schema& schema, const json& value) {
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter adapter(value);
  if (validator.validate(schema, adapter, &results)) return true;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) std::cerr << part;
    std::cerr << ": " << error.description << '\n';
  }
  return false;
}

int check(const std::string& schema_file, const std::string& definition, bool lines) {
  json schema_json;
  std::ifstream(schema_file) >> schema_json;
  if (!schema_json.at("definitions").contains(definition)) {
    std::cerr << "the schema has no definition " << definition << '\n';
    return 1;
  }
  schema_json.erase("anyOf");
  schema_json["$ref"] = "#/definitions/" + definition;
  valijson::Schema schema;
  const valijson::adapters::NlohmannJsonAdapter adapter(schema_json);
  valijson::SchemaParser().populateSchema(adapter, schema);
  if (!lines) return fits(schema, json::parse(std::cin)) ? 0 : 1;
  std::size_t n = 0;
  for (std::string line; std::getline(std::cin, line); ++n) {
    if (!fits(schema, json::parse(line))) return 1;
  }
  return n > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 4) return check(argv[1], argv[2], std::string(argv[3]) == "jsonl");
    std::cerr << "usage: stance_schema_check SCHEMA DEFINITION json|jsonl < OUTPUT\n";
  } catch (const std::exception& fault) { std::cerr << fault.what() << '\n'; }
  return 1;
}
