"""A stand-in for a process of the stack: `python -m tests.support.fake_part QUEUE` takes work from a queue, or, as `http`, listens."""

import http.server
import os
import signal
import sys

import pika


def main(what: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"{what} as process {os.getpid()}", flush=True)
    if what == "http":
        address = (os.environ["BC_HTTP_HOST"], int(os.environ["BC_HTTP_PORT"]))
        http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
    if what == "broken":
        sys.exit("this part cannot start")
    channel = pika.BlockingConnection(pika.URLParameters(os.environ["BC_AMQP_URL"])).channel()
    channel.queue_declare(what, auto_delete=True)
    channel.basic_consume(what, lambda *_: None, auto_ack=True)
    channel.start_consuming()


if __name__ == "__main__":
    main(sys.argv[1])
