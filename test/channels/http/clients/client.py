# Clients of Python's standard library, which know nothing of mettle: each asks as a line of the input says, and tells what it got:
# a status, headers and a body, or the name of its failure, with the status where there was one by then.
import base64
import http.client
import json
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def by_urllib(url, method, headers, body, timeout, hear):
    opener = urllib.request.build_opener(Stay)
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        response = opener.open(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        hear(response.status, response.headers.items())
        return response.read()


def by_http_client(url, method, headers, body, timeout, hear):
    """It knows no proxy by itself: its caller sets the tunnel up, as the libraries above it do."""
    parts = urllib.parse.urlsplit(url)
    proxy = os.environ.get('https_proxy')
    if parts.scheme == 'https' and proxy:
        via = urllib.parse.urlsplit(proxy)
        basic = base64.b64encode(f'{via.username}:{via.password}'.encode()).decode()
        connection = http.client.HTTPSConnection(
            via.hostname, via.port, timeout=timeout, context=ssl.create_default_context()
        )
        connection.set_tunnel(parts.hostname, parts.port or 443, {'Proxy-Authorization': f'Basic {basic}'})
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        path = parts.path + (f'?{parts.query}' if parts.query else '')
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        hear(response.status, response.getheaders())
        return response.read()
    finally:
        connection.close()


CLIENTS = {'urllib': by_urllib, 'http.client': by_http_client}


def cause_of(error):
    reason = getattr(error, 'reason', None)
    return cause_of(reason) if isinstance(reason, Exception) else error


for line in sys.stdin:
    ask = json.loads(line)
    body = ask.get('body')
    told = {}

    def hear(status, headers):
        told['status'] = status
        told['headers'] = {name.lower(): value for name, value in headers}

    try:
        client = CLIENTS[ask['client']]
        sent = None if body is None else body.encode()
        got = client(ask['url'], ask['method'], ask.get('headers', {}), sent, ask['timeoutMs'] / 1000, hear)
        told['body'] = base64.b64encode(got).decode()
    except Exception as error:
        cause = cause_of(error)
        # It depends on the version of OpenSSL which of its names a reset has.
        told['error'] = 'ConnectionResetError' if isinstance(cause, ConnectionResetError) else type(cause).__name__
    print(json.dumps(told), flush=True)
