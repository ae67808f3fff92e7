#!/bin/bash
# `sarif --check error` of sarif-tools, the gate of a build, over SARIF files with 1 to 512 errors.
#
# Guess: its exit code is 0 where there is no error and 1 where there is; a result with baselineState "absent", one of
#        an earlier run that this run no longer has, is not counted.
# Seen:  the exit code is the number of errors, and a process has eight bits for it: 256 and 512 errors give 0. A result
#        that is absent by its baselineState counts as an error like any other. Results of another kind than "fail"
#        (pass, open, notApplicable) do not, even without the level "none".
# With:  sarif-tools 3.0.5 (PyPI). Source: SARIF 2.1.0, sections 3.27.9, 3.27.10 and 3.27.24. Seen 2026-11-28.
# So:    a check of many domains comes to 256 results easily. Count them in the output, or let the tool that writes the
#        SARIF file give the exit code. Absent results do not belong into a file that this reads.
pypi="sarif-tools==3.0.5"
. "$(dirname "$0")/common/setting"

# Writes results.sarif: as many results as the first argument says, each with the members that the second has.
cat > results.py <<'EOF'
import json, sys
result = {"ruleId": "tls", "message": {"text": "no TLS"}}
result["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": "providers.yaml"}}}]
rule = {"id": "tls", "defaultConfiguration": {"level": "error"}}
results = [result | json.loads(sys.argv[2])] * int(sys.argv[1])
run = {"tool": {"driver": {"name": "check", "rules": [rule]}}, "results": results}
json.dump({"version": "2.1.0", "runs": [run]}, open("results.sarif", "w"))
EOF

look() {
    gate() {
        local status=0
        python results.py "$2" "$3"
        sarif --check error summary results.sarif > out 2> /dev/null || status=$?
        echo "$1: $(grep -oE '^error: [0-9]+' out), exit $status"
    }
    for count in 1 255 256 257 512; do gate $count $count '{"level": "error"}'; done
    gate "1, absent" 1 '{"level": "error", "baselineState": "absent"}'
    gate "1, pass" 1 '{"kind": "pass"}'
    gate "1, open" 1 '{"kind": "open"}'
}

compare <<'EOF'
1: error: 1, exit 1
255: error: 255, exit 255
256: error: 256, exit 0
257: error: 257, exit 1
512: error: 512, exit 0
1, absent: error: 1, exit 1
1, pass: error: 0, exit 0
1, open: error: 0, exit 0
EOF
