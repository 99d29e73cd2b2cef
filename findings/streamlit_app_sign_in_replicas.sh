#!/usr/bin/env bash
# Signing in with OpenID Connect fails between two servers of one Streamlit app although both have the same
# `cookie_secret`: where `[auth]` is given by st.App(secrets=...), the cookie that goes with the way to the provider is
# signed before those secrets are read, with a key that every process draws for itself. Whoever begins at one server and
# comes back to the other is sent away without a word. With STREAMLIT_SERVER_COOKIE_SECRET set alike, both let them in.
#
# Seen with streamlit 1.67.0, authlib 1.9.10 and oidc-provider-mock 0.3.4 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "streamlit[auth]==1.67.0" authlib==1.9.10 joserfc oidc-provider-mock==0.3.4
cd "$folder"
read -r PROVIDER A B < <("$folder/venv/bin/python" - <<'PYTHON'
import socket

free = [socket.socket() for _ in range(3)]
for one in free:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in free))
PYTHON
)
export PROVIDER A B
echo 'import streamlit as st; st.write("signed in" if st.user.is_logged_in else "signed out")' > main.py
cat > app.py <<'PYTHON'
import os

import streamlit as st

app = st.App(
    "main.py",
    secrets={
        "auth": {
            "redirect_uri": f"http://127.0.0.1:{os.environ['A']}/oauth2callback",
            "cookie_secret": "the same on both servers, and long enough",
            "client_id": "app",
            "client_secret": "a secret of the app at the provider",
            "server_metadata_url": f"http://127.0.0.1:{os.environ['PROVIDER']}/.well-known/openid-configuration",
        }
    },
)
PYTHON
cat > sign_in.py <<'PYTHON'
"""Begin at one server, say who one is at the provider, come back to each of both."""

import http.client
import os
import time
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey

PROVIDER, *SERVERS = (int(os.environ[name]) for name in ("PROVIDER", "A", "B"))
SECRET = "the same on both servers, and long enough"


def ask(port: int, path: str, method: str = "GET", body: str | None = None, **headers: str):
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        except ConnectionRefusedError:
            time.sleep(0.2)


for port in (PROVIDER, *SERVERS):
    ask(port, "/")
word = jwt.encode({"alg": "HS256"}, {"provider": "default", "exp": int(time.time()) + 100}, OctKey.import_key(SECRET))
for name, port in zip("AB", SERVERS):
    begun = ask(SERVERS[0], f"/auth/login?provider={word}")
    there = urlsplit(begun.getheader("location"))
    form = {"content-type": "application/x-www-form-urlencoded"}
    said = ask(PROVIDER, f"{there.path}?{there.query}", "POST", urlencode({"sub": "ada"}), **form)
    back = urlsplit(said.getheader("location"))
    cookie = begun.getheader("set-cookie").split(";")[0]
    came = ask(port, f"{back.path}?{back.query}", cookie=cookie)
    signed_in = "_streamlit_user" in (came.getheader("set-cookie") or "")
    print(f"began at A, back at {name}:", "signed in" if signed_in else "not signed in")
PYTHON
serve() {
    for port in "$A" "$B"; do
        "$folder/venv/bin/streamlit" run app.py --server.port="$port" --server.address=127.0.0.1 \
            --server.headless=true >/dev/null 2>&1 &
    done
    "$folder/venv/bin/oidc-provider-mock" --port "$PROVIDER" >/dev/null 2>&1 &
    "$folder/venv/bin/python" sign_in.py
    kill $(jobs -p); wait 2>/dev/null || true
}
{
    echo "as it comes"
    serve
    echo "with STREAMLIT_SERVER_COOKIE_SECRET"
    STREAMLIT_SERVER_COOKIE_SECRET="alike on both servers, and long enough" serve
} | tee seen
diff seen - <<'SEEN'
as it comes
began at A, back at A: signed in
began at A, back at B: not signed in
with STREAMLIT_SERVER_COOKIE_SECRET
began at A, back at A: signed in
began at A, back at B: signed in
SEEN
