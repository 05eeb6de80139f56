"""The same work in Scrapy: list pages, parts, support services and attachments into JSON lines.

    python -m bench.scrapy_crawl --base-url http://127.0.0.1:8000 --output DIR [--cache DIR]

Set as somebody who knows Scrapy would: no log, no console, no cookies, no middleware this site does
not need, robots.txt obeyed, as many requests to the one host as there are in all, uvloop.
"""

import argparse
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse

from bench.readers import part_with_parsel, service_with_parsel


class CatalogueSpider(scrapy.Spider):
    name = "catalogue"

    def __init__(self, base_url: str, output: Path) -> None:
        super().__init__()
        self.start_urls = [f"{base_url}/integrationer"]
        self.files = output / "files"
        self.files.mkdir(parents=True)

    def parse(self, response: Response, **kwargs: object) -> Iterator[scrapy.Request]:
        assert isinstance(response, TextResponse)
        yield from response.follow_all(css=".teaser__title a", callback=self.parse_part)
        yield from response.follow_all(css='a[rel="next"]', callback=self.parse, priority=1)

    def parse_part(self, response: Response) -> Iterator[Any]:
        assert isinstance(response, TextResponse)
        item = part_with_parsel(response.selector)
        yield {"url": response.url, **item}
        yield from response.follow_all(item["services"], callback=self.parse_service)

    def parse_service(self, response: Response) -> Iterator[Any]:
        assert isinstance(response, TextResponse)
        item = service_with_parsel(response.selector)
        yield {"url": response.url, **item}
        yield from response.follow_all(item["files"], callback=self.save_file)

    def save_file(self, response: Response) -> None:
        name = unquote(response.url).rpartition("/")[2]
        (self.files / name).write_bytes(response.body)


def settings(output: Path, concurrency: int, cache: Path | None) -> dict[str, Any]:
    off = dict.fromkeys(
        (
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
        )
    )
    chosen: dict[str, Any] = {
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "DOWNLOAD_DELAY": 0,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": off,
        "LOG_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "FEEDS": {output / "items.jsonl": {"format": "jsonlines"}},
    }
    if find_spec("uvloop"):
        chosen["ASYNCIO_EVENT_LOOP"] = "uvloop.Loop"
    if cache:
        chosen |= {
            "HTTPCACHE_ENABLED": True,
            "HTTPCACHE_DIR": str(cache),
            "HTTPCACHE_STORAGE": "scrapy.extensions.httpcache.DbmCacheStorage",  # the faster one
            "HTTPCACHE_DBM_MODULE": "dbm.dumb",  # the one that every Python has
            "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
        }
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--cache", type=Path, help="HTTP cache with the RFC 2616 policy, kept here")
    options = parser.parse_args()
    process = CrawlerProcess(settings(options.output, options.concurrency, options.cache))
    crawler = process.create_crawler(CatalogueSpider)
    process.crawl(crawler, base_url=options.base_url, output=options.output)
    process.start()
    assert crawler.stats
    told = crawler.stats.get_stats()
    print(
        json.dumps(
            {
                "items": told.get("item_scraped_count", 0),
                "files": len(list((options.output / "files").iterdir())),
                "requests": told.get("downloader/request_count", 0),
                "errors": told.get("log_count/ERROR", 0) + told.get("retry/count", 0),
                "seconds": told.get("elapsed_time_seconds"),
            }
        )
    )


if __name__ == "__main__":
    main()
