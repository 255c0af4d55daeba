"""A time-stamping authority on this machine, made with openssl, for the tests.

usage: tsa.py FOLDER MODE     MODE: honest, broken (503), other (stamps with a certificate nobody knows), stale (an old answer)
Prints its port. FOLDER holds tsa.cnf, tsa.pem, tsa.key, and other.pem, other.key.
"""
import http.server
import pathlib
import subprocess
import sys
import tempfile

folder, mode = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


class Authority(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        now = mode.read_text().strip()
        if now == "broken":
            self.send_error(503)
            return
        stored = folder / "stale.tsr"
        answer = stored.read_bytes() if now == "stale" and stored.exists() else self.stamp(query, now)
        stored.write_bytes(answer)
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def stamp(self, query, now):
        signer = "other" if now == "other" else "tsa"
        with tempfile.TemporaryDirectory() as scratch:
            (pathlib.Path(scratch) / "q").write_bytes(query)
            subprocess.run(["openssl", "ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", scratch + "/q", "-signer",
                            folder / f"{signer}.pem", "-inkey", folder / f"{signer}.key", "-out", scratch + "/r"],
                           check=True, cwd=folder, stderr=subprocess.DEVNULL)
            return (pathlib.Path(scratch) / "r").read_bytes()

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
print(server.server_port, flush=True)
server.serve_forever()
