"""What stands around the words of a made-up page, made like that of real ones: metadata, style sheets and scripts in
the head, menus, lists of other pages with their pictures, icons, comments, a footer.

On the saved news and blog pages that readers' test sets are made of, the article's words are 1 to 34 % of the bytes,
half of them under 10 %; the benchmark's pages hold a fifth, so they are rather too wordy than too empty."""

import html
import json

from prose import PLACES, THINGS

WORD_SHARE = 0.20  # of a page's bytes

ICON = ('<svg class="icon icon--%s" aria-hidden="true" focusable="false" width="24" height="24" viewBox="0 0 24 24">'
        '<path fill="currentColor" d="M12 %d.5c-3.6 0-6.5 2.9-6.5 6.5s2.9 6.5 6.5 6.5 6.5-2.9 6.5-6.5-2.9-6.5-6.5-6.5zm0 '
        '11c-2.5 0-4.5-2-4.5-4.5s2-4.5 4.5-4.5 4.5 2 4.5 4.5-2 4.5-4.5 4.5z"/></svg>')
RULE = (".c-%s__%s{display:flex;margin:0 auto;padding:.%drem 1rem;color:#%06x;font:400 1rem/1.5 var(--body)}"
        "@media (min-width:%dpx){.c-%s__%s{max-width:70rem}}")
SCRIPT = ("!function(w,d){w.layer=w.layer||[];w.layer.push({event:'view',id:%d,section:'%s',threat:'none'});"
          "d.addEventListener('click',function(e){var t=e.target.closest('[data-track]');if(t&&1<%d){w.layer.push({event:"
          "'click',name:t.dataset.track,at:Date.now()})}},{passive:true})}(window,document);")


def slug(text):
    return "-".join(text.lower().replace("'", "").split())


def one_head(rng):
    """One line or two of a head, as they stand there by the dozen."""
    place, thing, n = slug(rng.choice(PLACES)), slug(rng.choice(THINGS)), rng.randrange(10**6)
    kind = rng.randrange(6)
    if kind == 0:
        return '  <meta property="og:%s" content="https://cdn.example/%s/%s-%d.jpg">\n' % (place, place, thing, n)
    if kind == 1:
        return '  <link rel="preload" as="font" type="font/woff2" href="/static/%s.%06x.woff2" crossorigin>\n' % (thing, n)
    if kind == 2:
        return '  <script src="/static/js/%s.%06x.min.js" async data-id="%d"></script>\n' % (thing, n, n)
    if kind == 3:
        return "  <style>%s</style>\n" % "".join(
            RULE % (place, thing, i, n, 480 + 16 * i, place, thing) for i in range(rng.randint(2, 6)))
    if kind == 4:
        return "  <script>%s</script>\n" % "".join(SCRIPT % (n + i, place, i) for i in range(rng.randint(1, 3)))
    return '  <script type="application/ld+json">%s</script>\n' % json.dumps(
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": i + 1, "name": name, "item": "https://paper.example/" + slug(name)}
            for i, name in enumerate(rng.sample(PLACES, 3))]})


def one_link(rng):
    place, thing, n = rng.choice(PLACES), rng.choice(THINGS), rng.randrange(10**5)
    return ('      <li class="c-menu__item c-menu__item--%d" role="none">\n        <a class="c-menu__link" role="menuitem" '
            'href="/%s/%s" data-track="menu:%s"><span class="c-menu__label">%s</span>%s</a>\n      </li>\n'
            % (n % 7, slug(place), slug(thing), slug(place), place, ICON % (slug(place), n % 9) if n % 5 == 0 else ""))


def one_card(rng):
    place, thing, n = rng.choice(PLACES), rng.choice(THINGS), rng.randrange(10**6)
    picture = "https://cdn.example/%s/%d" % (slug(place), n)
    return ('    <div class="c-card c-card--small" data-id="%d" data-track="card:%d">\n      <!-- card %d -->\n'
            '      <a class="c-card__link" href="/2025/%02d/%s-%d.html" tabindex="-1" aria-hidden="true"><img '
            'class="c-card__image lazyload" loading="lazy" width="320" height="180" src="%s-320.jpg" srcset="%s-320.jpg 320w, '
            '%s-640.jpg 640w, %s-960.jpg 960w" sizes="(min-width: 60em) 20rem, 100vw" alt=""></a>\n'
            '      <h3 class="c-card__title"><a href="/2025/%02d/%s-%d.html">%s in %s</a></h3>\n    </div>\n'
            % (n, n, n, n % 12 + 1, slug(thing), n, picture, picture, picture, picture, n % 12 + 1, slug(thing), n,
               html.escape(thing.capitalize()), place))


def until(bytes_wanted, one, rng):
    parts, size = [], 0
    while size < bytes_wanted:
        parts.append(one(rng))
        size += len(parts[-1])
    return "".join(parts)


def frame(rng, title, head, body, size):
    """A page of about `size` bytes around `body`."""
    spare = max(0, size - len(head) - len(body) - 1100)
    return ('<!DOCTYPE html>\n<html lang="en" class="no-js" data-theme="light">\n<head>\n  <meta charset="utf-8">\n'
            '  <meta name="viewport" content="width=device-width, initial-scale=1">\n  <title>%s</title>\n%s%s</head>\n'
            '<body class="page page--%d">\n<a class="u-skip" href="#content">Skip to the content</a>\n'
            '<div class="cookie-banner" role="dialog"><p>We use cookies. <button type="button">Accept</button></p></div>\n'
            '<header class="c-header">\n  <nav class="c-menu" aria-label="Sections">\n    <ul role="menubar">\n%s    </ul>\n'
            "  </nav>\n</header>\n%s\n<aside class=\"c-more\" aria-label=\"More\">\n%s</aside>\n"
            '<footer class="c-footer">\n    <ul>\n%s    </ul>\n  <p>All of it made up. <a href="/terms">Terms</a></p>\n'
            "</footer>\n</body>\n</html>\n"
            % (html.escape(title), head, until(spare * 0.42, one_head, rng), rng.randrange(10**6),
               until(spare * 0.16, one_link, rng), body, until(spare * 0.30, one_card, rng),
               until(spare * 0.12, one_link, rng)))
