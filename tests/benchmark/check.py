#!/usr/bin/env python3
"""Check the benchmark and print its tables. Standard library only.

    check.py            validate all sets; exit status 1 and a list of faults if there are any
    check.py --tables   counts per axis, target, tag, genre
    check.py --kappa    agreement of the first and the second reading, before reconciliation, and of the independent coder
    check.py --naive    what a coder scores who does not read
"""
import collections
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
BIPOLAR = ["non_alignment", "nato_orientation", "eu_orientation", "russia_cis_orientation", "turkiye_orientation",
           "multilateralism", "conflict_posture", "democratization", "security_concept"]
INTENSITIES = ["sovereignty_emphasis", "threat_perception", "military_cooperation", "economic_energy_diplomacy",
               "careful_bandwagoning", "pragmatic_balancing", "strategic_hedging", "balance_of_interests",
               "predictability", "strategic_patience"]
ORGANISATIONS = ["NATO", "EU", "UN", "OSCE", "CSTO", "CIS", "EAEU", "SCO", "NAM", "OIC", "ASEAN", "AU", "GCC",
                 "Arab League", "BRICS", "G77", "OTS", "GUAM", "CoE", "West"]
STATES = """Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahamas Bahrain
Bangladesh Barbados Belarus Belgium Belize Benin Bhutan Bolivia Botswana Brazil Brunei Bulgaria Burundi Cambodia
Cameroon Canada Chad Chile China Colombia Comoros Croatia Cuba Cyprus Denmark Djibouti Dominica Ecuador Egypt Eritrea
Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia Georgia Germany Ghana Greece Grenada Guatemala Guinea Guyana
Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya
Kiribati Kuwait Kyrgyzstan Laos Latvia Lebanon Lesotho Liberia Libya Liechtenstein Lithuania Luxembourg Madagascar
Malawi Malaysia Maldives Mali Malta Mauritania Mauritius Mexico Micronesia Moldova Monaco Mongolia Montenegro Morocco
Mozambique Myanmar Namibia Nauru Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palau Panama Paraguay
Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Samoa Senegal Serbia Seychelles Singapore Slovakia
Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Syria Tajikistan Tanzania Thailand Togo Tonga Tunisia
Turkmenistan Tuvalu Türkiye UK USA Uganda Ukraine Uruguay Uzbekistan Vanuatu Venezuela Vietnam Yemen Zambia
Zimbabwe""".split() + ["South Korea", "North Korea", "South Africa", "South Sudan", "New Zealand", "Saudi Arabia",
                       "El Salvador", "Solomon Islands", "DR Congo", "Costa Rica", "Burkina Faso", "Czechia"]
GENRES = ["speech", "doctrine", "platform", "communique", "academic", "law", "interview", "newspaper"]
TAGS = ["plain", "negated", "double_negation", "conditional", "hedged", "reported", "quotation_endorsed",
        "quotation_rejected", "historical", "contrast", "mixed_list", "implicit", "title_or_name_only",
        "two_targets_opposite"]
# Set -> its readings before reconciliation; those of the third were not kept. It is made as documents are, and so has no minima.
SETS = {"sentences": ("first_reading.jsonl", "second_reading.jsonl"), "prose": ("prose_first_reading.jsonl", "prose_second_reading.jsonl"), "documents": ()}
FIELDS = ["id", "text", "principal", "genre", "axes", "targets", "tags", "counts"]


def rows(name):
    with open(HERE / name, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def validate(data, readings):
    faults = []

    def need(ok, row, what):
        if not ok:
            faults.append(f"{row.get('id')}: {what}")

    ids, texts = collections.Counter(), collections.Counter()
    for row in data:
        need(list(row) == FIELDS, row, f"fields {list(row)}")
        ids[row["id"]] += 1
        texts[" ".join(row["text"].lower().split())] += 1
        need(6 <= len(row["text"].split()) <= 60, row, "length not within 6..60 words")
        need(row["principal"] is None or (len(row["principal"]) == 3 and row["principal"].isupper()), row, "principal")
        need(row["genre"] in GENRES, row, "genre")
        need(row["tags"] and set(row["tags"]) <= set(TAGS) and len(set(row["tags"])) == len(row["tags"]), row, "tags")
        need(isinstance(row["counts"], bool), row, "counts")
        for key, value in row["axes"].items():
            need(key in BIPOLAR + INTENSITIES, row, f"axis {key}")
            need(type(value) is int and value in ((-1, 0, 1) if key in BIPOLAR else (0, 1)), row, f"{key} = {value}")
        for key, value in row["targets"].items():
            need(key in ORGANISATIONS + STATES, row, f"target {key}")
            need(type(value) is int and value in (-1, 0, 1), row, f"{key} = {value}")
        need(row["counts"] or not any([*row["axes"].values(), *row["targets"].values()]), row, "polarity without counts")
    faults += [f"{key}: id twice" for key, n in ids.items() if n > 1]
    faults += [f"text twice: {key}" for key, n in texts.items() if n > 1]

    if not readings:
        return faults
    counts, targets, tags, _ = tables(data)
    faults += [f"{axis}: fewer than 14 of {v:+d}" for axis in BIPOLAR for v in (-1, 0, 1) if counts[axis][v] < 14]
    faults += [f"{axis}: fewer than 6" for axis in INTENSITIES if counts[axis][1] < 6]
    faults += [f"{tag}: fewer than 25" for tag in TAGS if tags[tag] < 25]
    faults += [f"{name}: no row" for name in ORGANISATIONS if not targets[name]]
    for name in readings:
        if {row["id"] for row in rows(name)} != set(ids):
            faults.append(f"{name}: other ids than the sentences")
    return faults


def tables(data):
    axes, targets = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    tags, genres = collections.Counter(), collections.Counter()
    for row in data:
        for key, value in row["axes"].items():
            axes[key][value] += 1
        for key, value in row["targets"].items():
            targets[key][value] += 1
        tags.update(row["tags"])
        genres[row["genre"]] += 1
    return axes, targets, tags, genres


def print_tables(data):
    axes, targets, tags, genres = tables(data)
    print(len(data), "sentences,", sum(not r["counts"] for r in data), "with counts false,",
          len({r["principal"] for r in data} - {None}), "principals,",
          sum(t in STATES for t in targets), "states and", sum(t in ORGANISATIONS for t in targets), "organisations as targets")
    for axis in BIPOLAR + INTENSITIES:
        print(f"| `{axis}` | " + " | ".join(str(axes[axis][v]) for v in (-1, 0, 1)) + " |")
    for name, n in sorted(targets.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        print(f"{name} {n[-1]}/{n[0]}/{n[1]}", end=" · ")
    total = sum(targets.values(), collections.Counter())
    print(f"\nall targets {total[-1]}/{total[0]}/{total[1]}")
    print(" · ".join(f"{t} {tags[t]}" for t in TAGS))
    print(" · ".join(f"{g} {genres[g]}" for g in GENRES))


def kappa(pairs):
    n, a, b = len(pairs), collections.Counter(x for x, _ in pairs), collections.Counter(y for _, y in pairs)
    expected = sum(a[c] * b[c] for c in a) / n ** 2
    return 1.0 if expected == 1 else (sum(x == y for x, y in pairs) / n - expected) / (1 - expected)


def print_kappa(first, second):
    pairs = collections.defaultdict(list)
    for key, a in first.items():
        b = second[key]
        for part in ("axes", "targets"):
            for label in {**a[part], **b[part]}:
                pairs[label if part == "axes" else "targets"].append(
                    (a[part].get(label, "absent"), b[part].get(label, "absent")))
    everything = sum(pairs.values(), [])
    both = [p for p in everything if "absent" not in p]

    def show(name, p):
        print(f"| {name} | {len(p)} | {sum(x == y for x, y in p) / len(p):.3f} | {kappa(p):.3f} |")

    for axis in BIPOLAR:
        show(f"`{axis}`", pairs[axis])
    show("targets", pairs["targets"])
    print(f"macro mean of these ten: {sum(kappa(pairs[k]) for k in BIPOLAR + ['targets']) / 10:.3f}")
    for axis in INTENSITIES:  # one category plus absent: kappa says nothing, so the share of agreement
        print(f"{axis}: {sum(x == y for x, y in pairs[axis])} of {len(pairs[axis])}")
    show("all labels of either reading", everything)
    show("labels that both readings gave", both)
    show("counts", [(first[k]["counts"], second[k]["counts"]) for k in first])


def macro_f1(gold, predicted):
    scores = []
    for c in (-1, 0, 1):
        hit = sum(g == p == c for g, p in zip(gold, predicted))
        scores.append(2 * hit / ((gold.count(c) + predicted.count(c)) or 1))
    return sum(scores) / 3


def print_naive(data):
    for part in ("targets", "axes"):
        gold = [v for r in data for k, v in r[part].items() if part == "targets" or k in BIPOLAR]
        for name, guess in (("always 0", 0), ("a mention is support", 1), ("always against", -1)):
            print(f"{part}: {name}: accuracy {gold.count(guess) / len(gold):.2f}, macro-F1 {macro_f1(gold, [guess] * len(gold)):.2f}")


def validate_speeches():
    """Faults of the codes of speeches, which have no sentences here."""
    faults, seen, part_of, parts_of_state = [], set(), {}, {}
    for name, columns in (("speeches.tsv", 7), ("speeches_second_reading.tsv", 3)):
        lines = [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")][1:]
        for line in lines:
            where = f"{name}: {line[0]}"
            if len(line) != columns:
                faults.append(f"{where}: {len(line)} columns")
                continue
            cells = [dict(pair.rsplit("=", 1) for pair in cell.split(";")) if cell != "-" else {} for cell in line[-2:]]
            faults += [f"{where}: {key}={value}" for cell in cells for key, value in cell.items() if value not in ("-1", "0", "1")]
            faults += [f"{where}: axis {key}" for key in cells[1] if key not in BIPOLAR]
            if columns == 3:
                if part_of.get(line[0]) != "held_out":
                    faults.append(f"{where}: not a held-out sentence of speeches.tsv")
                continue
            part_of[line[0]] = line[4]
            parts_of_state.setdefault(line[1][:3], set()).add(line[4])
            if line[4] not in ("read", "fitted", "held_out") or int(line[2]) >= int(line[3]) or (line[1], line[2]) in seen:
                faults.append(f"{where}: part or place")
            seen.add((line[1], line[2]))
        print(f"{name}: {len(lines)} codes")
    return faults + [f"speeches.tsv: {state}: held out and not" for state, parts in parts_of_state.items() if "held_out" in parts and len(parts) > 1]


def main():
    faults, settled = [], {}
    for name, readings in SETS.items():
        data = rows(f"{name}.jsonl")
        if len(sys.argv) > 1:
            print(f"== {name}")
        if "--tables" in sys.argv:
            print_tables(data)
        if "--kappa" in sys.argv and readings:
            print_kappa(*({r["id"]: r for r in rows(reading)} for reading in readings))
        if "--naive" in sys.argv:
            print_naive(data)
        settled.update((row["id"], row) for row in data)
        found = validate(data, readings)
        faults += [f"{name}: {fault}" for fault in found]
        print(f"{name}: {len(data)} sentences" + ("" if found else ", valid"))
    independent = {row["id"]: row for row in rows("independent_reading.jsonl")}
    unknown = (set(independent) | set((HERE / "read_while_mending.txt").read_text().split())) - set(settled)
    faults += [f"{key}: no such sentence" for key in sorted(unknown)]
    if "--kappa" in sys.argv and not unknown:
        print("== the independent coder and the settled labels")
        print_kappa({key: settled[key] for key in independent}, independent)
    faults += validate_speeches()
    print("\n".join(faults), end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
