"""`make story`: walks the main job against a running instance, printing each step. HOST and PORT say where it runs."""

import os
import sys
import urllib.request

from playwright.sync_api import sync_playwright


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")
    import django

    django.setup()
    from conftest import CHROMIUM, QUIET
    from tests.main_job import MainJob

    address = (
        os.environ.get("ADDRESS") or f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    )
    try:
        urllib.request.urlopen(address + "/demo/", timeout=5)  # noqa: S310
    except OSError as problem:
        print(f"Nothing with a demo answers at {address} ({problem}). Start it with `make run` in another window.")
        return 2
    if CHROMIUM is None:
        print("No Chromium was found: install Debian's package chromium-headless-shell.")
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        case = MainJob(browser, address, lambda step: print("  ✓ " + step, flush=True)).walk()
        browser.close()
    print(f"\n  {case}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
