#!/usr/bin/env bash
# An answer that is no JSON is given back as a string where a ChatCompletion is promised. With a base_url that lacks
# /v1, or behind a gateway that answers 200 with a page of its own, client.chat.completions.create raises nothing;
# the first to notice is whoever takes .choices, with words about str. The same body under application/json raises
# json's own error, which is none of openai's, so `except openai.OpenAIError` does not hold it either.
#
# Seen with openai 3.57.0 on Python 3.11; the type hints say ChatCompletion. Only the private argument
# _strict_response_validation=True makes the first case an APIResponseValidationError; the second stays as it is.
# Remedy: look at the type of what came before using it, and catch ValueError beside OpenAIError.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openai==3.57.0
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import openai

PAGE = b"<html>Welcome</html>"


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/json" if self.path.startswith("/json") else "text/html")
        self.send_header("content-length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


def outcome(kind, **more):
    address = f"http://127.0.0.1:{server.server_port}/{kind}"
    client = openai.OpenAI(base_url=address, api_key="none", max_retries=0, **more)
    try:
        found = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "?"}])
        return f"{type(found).__name__}: {found}"
    except Exception as error:  # the kind and the words are what this shows
        return f"{type(error).__name__}, of openai: {isinstance(error, openai.OpenAIError)}"


server = HTTPServer(("127.0.0.1", 0), Gateway)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("text/html:", outcome("html"))
print("text/html, strict:", outcome("html", _strict_response_validation=True))
print("application/json:", outcome("json"))
print("application/json, strict:", outcome("json", _strict_response_validation=True))
server.shutdown()
PYTHON
diff "$folder/seen" - <<'SEEN'
text/html: str: <html>Welcome</html>
text/html, strict: APIResponseValidationError, of openai: True
application/json: JSONDecodeError, of openai: False
application/json, strict: JSONDecodeError, of openai: False
SEEN
