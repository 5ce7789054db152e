"""Writes one mail over MCP on pipes, with the standard library alone. What it does not know it looks up."""

import json
import subprocess
import sys


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.count = 0
        hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "pipes", "version": "1"}}
        self.version = self.ask("initialize", hello)["result"]["protocolVersion"]
        self.write({"method": "notifications/initialized"})

    def write(self, message):
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()

    def ask(self, method, params):
        self.count += 1
        self.write({"id": self.count, "method": method, "params": params})
        while True:
            answer = json.loads(self.process.stdout.readline())
            if answer.get("id") == self.count:
                return answer

    def call(self, name, **arguments):
        return self.ask("tools/call", {"name": name, "arguments": arguments})

    def hang_up(self):
        self.process.stdin.close()
        return self.process.wait()


def sent(server):
    text = server.call("list_mail")["result"]["content"][0]["text"]
    return json.loads(text).count("ada")


def main():
    task = json.load(sys.stdin)
    server = Server(task["mcp"]["command"])
    tools = [tool["name"] for tool in server.ask("tools/list", {})["result"]["tools"]]
    errors = []
    for _ in range(3):
        if sent(server):
            break
        answer = server.call("send_mail", to="ada")
        if "error" in answer:
            errors.append(answer["error"]["code"])
    answer = {"tools": tools, "version": server.version, "errors": errors, "sent": sent(server)}
    print(json.dumps({**answer, "ended": server.hang_up()}))


main()
