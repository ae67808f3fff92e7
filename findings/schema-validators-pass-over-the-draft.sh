#!/bin/bash
# A JSON Schema of the draft 2020-12, and nine documents, by three validators.
#
# Guess: a validator that does not know the draft named by $schema says so; one that takes the schema applies it.
# Seen:  fastjsonschema and JSON::Validator take the schema without a word and apply an older draft. What is beside
#        $ref, maxContains, dependentRequired and unevaluatedProperties count for nothing: four of the six wrong
#        documents pass. prefixItems does not count and "items": false does, so that one of the right documents is
#        refused. jsonschema judges all nine as the draft has it.
# With:  fastjsonschema 2.22.3, jsonschema 4.26.0 (PyPI), JSON::Validator 5.14 (Debian 12). Source: JSON Schema
#        2020-12, core, sections 8.2.3.1, 10.3.1 and 11.3; validation, sections 6.4.4 and 6.5.4. Seen 2026-11-29.
# So:    "valid" holds for a validator that knows the draft. Who publishes a schema should keep to keywords that mean
#        the same in all of them, or say which validators it was tried with.
debian="libjson-validator-perl=5.14+dfsg-1" pypi="fastjsonschema==2.22.3 jsonschema==4.26.0"
. "$(dirname "$0")/common/setting"

cat > schema.json <<'END'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "port": {"$ref": "#/$defs/number", "maximum": 65535},
    "range": {"prefixItems": [{"type": "integer"}, {"type": "integer"}], "items": false},
    "versions": {"contains": {"const": "TLSv1.3"}, "minContains": 1, "maxContains": 1}
  },
  "dependentRequired": {"grade": ["profile"]},
  "unevaluatedProperties": {"type": "string"},
  "$defs": {"number": {"type": "integer", "minimum": 0}}
}
END
cat > documents <<'END'
{"port": 25}
{"port": -1}
{"port": 70000}
{"range": [1, 2]}
{"range": ["a", 2]}
{"versions": ["TLSv1.3", "TLSv1.3"]}
{"grade": "A", "profile": "2026"}
{"grade": "A"}
{"other": 1}
END
cat > judge.py <<'END'
import json, fastjsonschema, jsonschema
schema = json.load(open("schema.json"))
known, fast = jsonschema.validators.validator_for(schema)(schema), fastjsonschema.compile(schema)
for line in open("documents"):
    document = json.loads(line)
    try:
        fast(document)
        verdict = "valid"
    except fastjsonschema.JsonSchemaValueException:
        verdict = "invalid"
    print("valid" if known.is_valid(document) else "invalid", verdict)
END
cat > judge.pl <<'END'
use JSON::Validator;
use Mojo::JSON 'decode_json';
my $validator = JSON::Validator->new->schema('schema.json');
open my $documents, '<', 'documents';
print +($validator->validate(decode_json($_)) ? 'invalid' : 'valid'), "\n" while <$documents>;
END

look() {
    echo "document | jsonschema fastjsonschema | JSON::Validator"
    paste -d'|' documents <(python judge.py) <(perl judge.pl) | sed 's/|/ | /g'
}

compare <<'EOF'
document | jsonschema fastjsonschema | JSON::Validator
{"port": 25} | valid valid | valid
{"port": -1} | invalid invalid | invalid
{"port": 70000} | invalid valid | valid
{"range": [1, 2]} | valid invalid | invalid
{"range": ["a", 2]} | invalid invalid | invalid
{"versions": ["TLSv1.3", "TLSv1.3"]} | invalid valid | valid
{"grade": "A", "profile": "2026"} | valid valid | valid
{"grade": "A"} | invalid valid | valid
{"other": 1} | invalid valid | valid
EOF
