#!/usr/bin/env bash
# Polars writes a column of 128-bit integers to Parquet. The Parquet part is plain: fixed-length bytes, which any
# reader can take. But the Arrow schema that Polars puts into the file's metadata names a type that pyarrow does
# not know, and pyarrow then refuses the whole file, its other columns too, with the words of a damaged one.
#
# Seen with polars 2.1.0 and pyarrow 26.0.1 on Python 3.11.
#   pq.read_table(file)                       raises
#   pq.read_table(file, columns=["text"])     raises
#   pq.ParquetFile(file)                      raises
#   polars itself                             reads 2 rows
# Remedy for whoever writes: cast to Int64, or to Decimal, before the file is for others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet polars==2.1.0 pyarrow==26.0.1
"$folder/venv/bin/python" - "$folder" <<'PYTHON' | tee "$folder/seen"
import sys

import polars as pl
import pyarrow.parquet as pq

file = f"{sys.argv[1]}/rows.parquet"
pl.DataFrame({"text": ["a", "b"], "number": [1, 2]}).with_columns(pl.col("number").cast(pl.Int128)).write_parquet(file)


def outcome(read):
    try:
        return read().num_rows
    except Exception as error:  # the kind and the words are what this shows
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


print("all columns:", outcome(lambda: pq.read_table(file)))
print("only text:", outcome(lambda: pq.read_table(file, columns=["text"])))
print("open:", outcome(lambda: pq.ParquetFile(file).metadata))
print("polars:", pl.read_parquet(file).height)
PYTHON
diff "$folder/seen" - <<'SEEN'
all columns: ArrowNotImplementedError: Integers with more than 64 bits not implemented
only text: ArrowNotImplementedError: Integers with more than 64 bits not implemented
open: ArrowNotImplementedError: Integers with more than 64 bits not implemented
polars: 2
SEEN
