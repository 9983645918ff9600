"""OpenStack Swift with its S3 API, all of it in one process: DIRECTORY PORT [CERTIFICATE KEY].

Debian's python3-swift is a real S3 server for tests: signatures, multipart uploads and permissions are checked.
"""
import os
import ssl
import sys

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from swift.common import utils  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

directory, port = sys.argv[1], int(sys.argv[2])
LOG = open(os.path.join(directory, "log"), "a")

PROXY = """
[DEFAULT]
swift_dir = {directory}
log_level = ERROR
[pipeline:main]
pipeline = catch_errors s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
min_segment_size = 5242880
dns_compliant_bucket_names = false
auth_pipeline_check = false
[filter:tempauth]
use = egg:swift#tempauth
user_kit_alice = secretkey .admin
user_kit_bob = bobsecret
[filter:slo]
use = egg:swift#slo
rate_limit_segments_per_sec = 0
[filter:catch_errors]
use = egg:swift#catch_errors
"""

SERVER = """
[DEFAULT]
swift_dir = {directory}
devices = {directory}/node
mount_check = false
log_level = ERROR
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""


class Cache:
    """What Swift asks of memcached, which would be one more daemon."""

    def __init__(self):
        self.values = {}

    def get(self, key, raise_on_error=False):
        return self.values.get(key)

    def set(self, key, value, **options):
        self.values[key] = value

    def delete(self, key, server_key=None):
        self.values.pop(key, None)


def write(name, text):
    with open(os.path.join(directory, name), "w") as file:
        file.write(text)


def make_ring(kind, port):
    builder = RingBuilder(2, 1, 1)
    builder.add_dev({"region": 1, "zone": 1, "weight": 1.0, "ip": "127.0.0.1", "port": port, "device": "d1"})
    builder.rebalance()
    builder.get_ring().save(os.path.join(directory, kind + ".ring.gz"))


def main():
    os.makedirs(os.path.join(directory, "node/d1"), exist_ok=True)
    write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = kit\n[storage-policy:0]\nname = only\ndefault = yes\n")
    utils.set_swift_dir(directory)
    utils.validate_hash_conf()
    from swift.common.wsgi import loadapp

    for kind in ("account", "container", "object"):
        socket = eventlet.listen(("127.0.0.1", 0), backlog=256)
        make_ring(kind, socket.getsockname()[1])
        write(kind + ".conf", SERVER.format(directory=directory, kind=kind))
        app = loadapp(os.path.join(directory, kind + ".conf"), allow_modify_pipeline=False)
        eventlet.spawn(wsgi.server, socket, app, log=LOG, log_output=False)
    write("proxy.conf", PROXY.format(directory=directory))
    proxy = loadapp(os.path.join(directory, "proxy.conf"))
    cache = Cache()

    def app(environ, start_response):
        environ["swift.cache"] = cache
        body = proxy(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        # Its answers to HEAD for what is not there have a document, which breaks the connection for strict clients.
        getattr(body, "close", lambda: None)()
        return []

    socket = eventlet.listen(("127.0.0.1", port), backlog=256)
    if len(sys.argv) > 4:
        socket = eventlet.wrap_ssl(socket, certfile=sys.argv[3], keyfile=sys.argv[4], server_side=True)
    wsgi.server(socket, app, log=LOG, log_output=False)


main()
