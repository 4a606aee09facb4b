"""Filters, keys, links and paper, in a real browser, over the page in testdata/full.html.

Run it by hand after a change of page.html, page.css or page.js; no test needs it:

    cargo xtask bless
    apt-get install chromium && pip install playwright
    python3 xtask/src/diff/formats/html/browser.py [DIRECTORY for screenshots]

It ends with 1 when something is not as it should be. Look at the screenshots as well.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PAGE = (Path(__file__).parent.parent / "testdata" / "full.html").resolve().as_uri()
# The fingerprints of the sample's changes, in the order of the page.
ALL = ["9a31c07f", "c2e4410d", "11d0be52", "77b2aa90", "00ee11ff", "40aa7713", "e0c9d2b8", "b81d3f06"]
failed = []


def check(name, found, wanted):
    if found != wanted:
        failed.append(name)
    print("ok  " if found == wanted else "FAIL", name, "" if found == wanted else f"{found!r}, not {wanted!r}")


def shown(page):
    script = "all => all.filter(one => one.checkVisibility()).map(one => one.id.replace('change-', ''))"
    return page.eval_on_selector_all("article.change", script)


def focus(page):
    return page.evaluate("(document.activeElement.closest('article') ?? document.activeElement).id.replace('change-', '')")


def in_sight(page):
    return page.evaluate("""() => {
        const place = document.activeElement.getBoundingClientRect();
        const bar = document.querySelector("#filters").getBoundingClientRect();
        return place.top >= bar.bottom && place.bottom <= innerHeight;
    }""")


def is_open(page, change):
    return page.evaluate(f"document.querySelector('#change-{change} > details').open")


def keys(page):
    press = page.keyboard.press
    press("j"), press("j")
    check("j goes to the next change", focus(page), ALL[1])
    press("k"), press("k")
    check("k goes back and stops at the first", focus(page), ALL[0])
    press("Enter")
    check("Enter closes", is_open(page, ALL[0]), False)
    press("Enter")
    check("Enter opens", is_open(page, ALL[0]), True)
    for _ in ALL:
        press("j")
    check("j stops at the last", (focus(page), in_sight(page)), (ALL[-1], True))
    for _ in ALL:
        press("k")
    check("nothing is under the bar on the way up", (focus(page), in_sight(page)), (ALL[0], True))
    press("/")
    check("/ goes to the search and is not typed", (focus(page), page.input_value("#search")), ("search", ""))
    page.keyboard.type("jk/")
    check("keys are letters there", page.input_value("#search"), "jk/")
    check("nothing matches, and the page says so", (shown(page), page.is_visible("#nothing")), ([], True))
    press("Escape")
    check("Escape clears and leaves the search", (shown(page), focus(page) == "search"), (ALL, False))


def filters(page):
    page.fill("#search", "sipgateway GETTER")
    check("every word is searched, in any case", shown(page), ["9a31c07f"])
    page.click("#reset")
    page.uncheck("[data-side=wire] [value=breaking]")
    check("by the verdict of the wire", shown(page), ALL[3:])
    page.uncheck("[data-side=rust] [value=compatible]")
    check("by both verdicts", shown(page), ["77b2aa90", "b81d3f06"])
    groups = "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    check("no empty groups", page.eval_on_selector_all("section.group", groups), ["approved", "documentation"])
    page.click("#reset")
    page.select_option("#approval", "yes")
    check("by approval", shown(page), ["11d0be52", "77b2aa90"])
    page.click("#reset")
    page.select_option("#family", label="SIP endpoints (1)")
    check("by family", shown(page), ["c2e4410d"])
    check("counted", page.text_content("#shown"), "1 of 8 changes shown")
    page.click("#reset")
    check("reset", shown(page), ALL)
    page.click("#open")
    check("open all", page.locator("article > details[open]").count(), len(ALL))
    page.click("#close")
    check("close all", page.locator("article > details[open]").count(), 0)


def link(page):
    page.goto("about:blank")
    page.goto(f"{PAGE}#change-e0c9d2b8")
    check("a link opens its change", is_open(page, "e0c9d2b8"), True)


def plain(browser, screenshots):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(PAGE)
    check("no filters without a script", page.is_visible("#filters"), False)
    page.click("#change-11d0be52 > details > summary")
    check("but details", page.is_visible("#change-11d0be52 .compare"), True)
    if screenshots:
        page.pdf(path=screenshots / "print.pdf")


def pictures(browser, screenshots):
    for scheme, width in [("light", 1200), ("dark", 1200), ("light", 400)]:
        page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
        page.goto(PAGE)
        page.screenshot(path=screenshots / f"{scheme}-{width}.png", full_page=True)


def main():
    screenshots = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1200, "height": 800}, offline=True).new_page()
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(PAGE)
        check("everything is shown at first", shown(page), ALL)
        keys(page)
        filters(page)
        check("nothing else is asked for", asked, [PAGE])
        link(page)
        check("no errors, and no script but ours", (said, page.evaluate("document.scripts.length")), ([], 1))
        plain(browser, screenshots)
        if screenshots:
            pictures(browser, screenshots)
        browser.close()
    sys.exit(1 if failed else 0)


main()
