"""`python -m gongjia.law.claims FILE.json`, and the library on its own."""

import json
import subprocess
import sys

from gongjia.law.claims.__main__ import main
from gongjia.law.claims.tests.examples import cases


def run(tmp_path, capsys, text):
    path = tmp_path / "cases.json"
    path.write_text(text, "utf-8")
    code = main([str(path)])
    return code, capsys.readouterr()


def test_results_come_in_the_order_of_the_cases(tmp_path, capsys):
    given = cases("cases.jsonl")[:20]
    code, out = run(tmp_path, capsys, json.dumps(given))
    found = json.loads(out.out)
    assert code == 0
    assert [each["id"] for each in found] == [case["id"] for case in given]
    assert all({"steps", "warnings", "alternatives", "open_questions"} <= set(each["result"]) for each in found)


def test_one_bad_case_never_stops_the_others(tmp_path, capsys):
    good = cases("cases.jsonl")[3]
    bad = [
        17,
        {"id": "x"},
        {"id": "y", "claim_type": "rent", "inputs": {}},
        {"id": "z", "claim_type": "wages", "inputs": [1]},
    ]
    code, out = run(tmp_path, capsys, json.dumps([*bad, good]))
    found = json.loads(out.out)
    assert code == 0
    assert [each["id"] for each in found] == [None, "x", "y", "z", good["id"]]
    assert all(each["result"]["amount"] is None and each["result"]["reason"] for each in found[:4])
    assert "reason" not in found[4]["result"]


def test_a_file_with_one_case_a_line_is_read_and_numbers_keep_their_digits(tmp_path, capsys):
    line = '{"id": 1, "claim_type": "sick_pay", "inputs": {"local_min_wage": 2120.10}}'
    _, out = run(tmp_path, capsys, line + "\n" + line)
    assert [each["result"]["amount"] for each in json.loads(out.out)] == ["1696.08", "1696.08"]


def test_a_file_that_cannot_be_read_is_said_plainly(tmp_path, capsys):
    code, out = run(tmp_path, capsys, "not json")
    assert code == 2
    assert "cases.json" in out.err
    assert main([str(tmp_path / "missing.json")]) == 2
    assert main([]) == 2


def test_the_library_needs_neither_django_nor_the_rest_of_the_house():
    code = (
        "import sys, gongjia.law.claims as claims; assert claims.CLAIMS;"
        "outside = [m for m in sys.modules if m.split('.')[0] == 'django' or"
        " (m.startswith('gongjia.') and not m.startswith('gongjia.law.claims') and m != 'gongjia.law')];"
        "sys.exit(repr(outside) if outside else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
