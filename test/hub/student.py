"""A student at a hub: logs in with a password in the form, starts the server and a kernel, and runs
the cells that come as JSON on stdin, one a line; says on stdout what came of each, as JSON.

    student.py http://127.0.0.1:8000 name password
"""

import json
import sys
import time
import uuid

import requests
from websocket import WebSocketConnectionClosedException, WebSocketTimeoutException, create_connection

HUB, NAME, PASSWORD = sys.argv[1:4]
SERVER = f"{HUB}/user/{NAME}"
session = requests.Session()


def say(**what):
    print(json.dumps(what), flush=True)


def cookie(name, path):
    return next((c.value for c in session.cookies if c.name == name and c.path == path), None)


def log_in():
    session.get(f"{HUB}/hub/login", timeout=60)
    form = {"username": NAME, "password": PASSWORD, "_xsrf": cookie("_xsrf", "/hub/")}
    answer = session.post(f"{HUB}/hub/login", data=form, timeout=60)
    if not answer.ok or "/hub/login" in answer.url:
        raise SystemExit(f"{NAME} could not log in: {answer.status_code} {answer.url}")
    session.get(f"{HUB}/hub/spawn", timeout=120)
    for _ in range(600):
        page = session.get(f"{SERVER}/lab", timeout=120)
        if page.ok and page.url.startswith(f"{SERVER}/lab"):
            return
        time.sleep(0.2)
    raise SystemExit(f"{NAME} got no server: {page.status_code} {page.url}")


class Kernel:
    def __init__(self):
        headers = {"X-XSRFToken": cookie("_xsrf", f"/user/{NAME}/")}
        body = {"name": "typescript", "path": "assignment/test.ipynb"}
        answer = session.post(f"{SERVER}/api/kernels", json=body, headers=headers, timeout=120)
        self.id = answer.json()["id"]
        self.connect()

    def connect(self):
        cookies = "; ".join(f"{c.name}={c.value}" for c in session.cookies if c.path in ("/", f"/user/{NAME}/"))
        address = f"{SERVER}/api/kernels/{self.id}/channels".replace("http", "ws", 1)
        self.socket = create_connection(address, cookie=cookies, timeout=300)

    def run(self, code):
        """The texts of a cell's outputs, and the kernel's state where it died."""
        request = uuid.uuid4().hex
        header = {"msg_id": request, "msg_type": "execute_request", "username": NAME, "session": "s", "version": "5.3", "date": ""}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        self.socket.send(json.dumps({"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}))
        texts, ended = [], set()
        while len(ended) < 2:
            received = self.socket.recv()
            if not received:
                return {"texts": texts, "died": "the connection is closed"}
            message = json.loads(received)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != request:
                if kind == "status" and content["execution_state"] in ("restarting", "dead"):
                    return {"texts": texts, "died": content["execution_state"]}
                continue
            if kind == "stream":
                texts.append(content["text"])
            elif kind == "error":
                texts.append(f"{content['ename']}: {content['evalue']}")
            elif kind in ("execute_result", "display_data"):
                texts.append(content["data"].get("text/plain", ""))
            elif kind == "execute_reply" or (kind == "status" and content["execution_state"] == "idle"):
                ended.add(kind)
        return {"texts": texts}


log_in()
kernel = Kernel()
say(ready=True)
for line in sys.stdin:
    asked = json.loads(line)
    if "cell" in asked:
        try:
            say(**kernel.run(asked["cell"]))
        except (WebSocketConnectionClosedException, WebSocketTimeoutException) as error:
            say(texts=[], died=str(error))
    elif "reconnect" in asked:
        kernel.connect()
        say(ok=True)
    else:
        answer = session.get(HUB + asked["get"], timeout=60)
        say(status=answer.status_code, url=answer.url, body=answer.text[:2000])
