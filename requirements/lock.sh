#!/bin/sh
# Writes the locks anew: hashes in, download addresses out.
set -eu
cd "$(dirname "$0")"
compile() { uv pip compile --no-header --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet "$@"; }
compile base.in -o base.txt
compile dev.in -o dev.txt
compile --no-deps data.in -o data.txt
compile --no-deps node.in -o node.txt
