#!/usr/bin/env bash
# A Zstandard file of two frames, as `zstd` makes by appending and as pzstd always does, is valid and one stream
# (RFC 8878, section 3). The Python package zstandard reads all of it or half of it, depending on the call, and
# says nothing either way: a data set of JSON lines silently loses its second half.
#
# Seen with zstandard 0.25.0 on Python 3.11: 6,000 rows in two frames of 3,000.
#   stream_reader(...).read()                 6000
#   stream_reader(...).read(n), repeated      6000
#   read_to_iter(...)                         3000
#   decompressobj().decompress(...)           3000
# pyarrow 26.0.1 reads 6,000 of the same bytes. Remedy: stream_reader, to its end.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet zstandard==0.25.0 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import io

import pyarrow as pa
import zstandard

half = b"".join(b'{"row": %d}\n' % number for number in range(3000))
packed = zstandard.ZstdCompressor().compress(half) * 2


def reader():
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed))


def in_parts(stream):
    return b"".join(iter(lambda: stream.read(65536), b""))


print("read()", reader().read().count(b"\n"))
print("read(n)", in_parts(reader()).count(b"\n"))
print("read_to_iter", b"".join(zstandard.ZstdDecompressor().read_to_iter(io.BytesIO(packed))).count(b"\n"))
print("decompressobj", zstandard.ZstdDecompressor().decompressobj().decompress(packed).count(b"\n"))
print("pyarrow", pa.CompressedInputStream(pa.BufferReader(packed), "zstd").read().count(b"\n"))
PYTHON
diff "$folder/seen" - <<'SEEN'
read() 6000
read(n) 6000
read_to_iter 3000
decompressobj 3000
pyarrow 6000
SEEN
