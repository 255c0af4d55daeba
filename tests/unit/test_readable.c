/* Tests of readable text: lines, white space, and what a reader does not come for. */
#include "check.h"

#include <stdlib.h>

#include "evenhand/map.h"
#include "evenhand/mem.h"
#include "evenhand/readable.h"
#include "evenhand/record.h"

static void fragment(const char *html, const char *text) {
    struct buf out = {0};
    assert_true(readable_html(html, strlen(html), NULL, NULL, &out));
    assert_string_equal(out.data != NULL ? out.data : "", text);
    buf_free(&out);
}

static void page(const char *html, const char *text) {
    char *got = map_readable_html(html, strlen(html), "text/html; charset=utf-8");
    assert_string_equal(got, text);
    free(got);
}

static void breaks_lines_at_blocks(void **state) {
    (void)state;
    fragment("<p>a<p>b", "a\nb");
    fragment("a<br><br/>b", "a\nb");
    fragment("<div><div><div>a</div></div></div>b", "a\nb");
    fragment("<ul><li>a<li>b</ul>", "a\nb");
    fragment("H<sub>2</sub>O <b>x</b><i>y</i>", "H2O xy");
    fragment("<table><tr><td>a</td><td>b</td></tr><tr><th>c</table>", "a b\nc");
    fragment("<pre>a\n  b\n\nc</pre>d\ne", "a\nb\nc\nd e");
    fragment("<dl><dt>a<dd>b</dl>", "a\nb");
    fragment("", "");
    fragment("<p></p><br>", "");
}

static void squeezes_white_space(void **state) {
    (void)state;
    fragment("  a \t\r\n b  ", "a b");
    fragment("<p>a&nbsp;&nbsp;b\xE2\x80\x83"
             "c\xE3\x80\x80"
             "d\xE2\x80\xAF"
             "e\xE2\x81\x9F"
             "f\xE1\x9A\x80g</p>",
             "a b c d e f g");
    fragment("<b>a </b> <i> b</i>", "a b");
    fragment("<pre>a\xE2\x80\xA8"
             "b\xC2\x85"
             "c</pre>",
             "a\nb\nc");
    fragment("<p>\xE2\x82\xAC \xC2\xA9 \xE1\x8A\xA0 \xE3\x81\x82</p>", "€ © አ あ");
}

static void decodes_references(void **state) {
    (void)state;
    fragment("&lt;b&gt; &amp;amp; &#8212;&#x2014; &eacute;", "<b> &amp; —— é");
    fragment("a&#0;b&#1;c&#x85;d", "abc d");
    fragment("5 < 6 & 7", "5 < 6 & 7");
}

static void drops_what_is_no_text(void **state) {
    (void)state;
    fragment("a<script>b</script><style>c</style><template>d</template>e", "ae");
    fragment("<img src=x.jpg alt='a picture'>a<svg><text>b</text></svg><iframe>c</iframe>", "a");
    fragment("<label>Name <input "
             "value=x></label><select><option>a</select><textarea>b</textarea><button>c</button>",
             "Name");
    fragment("a<p hidden>b</p><p style='DISPLAY: None'>c</p><p style='display:block'>d", "a\nd");
    fragment("<p>IMG_2041.jpg</p><p>see IMG.png here</p><p>photo.HEIC</p>", "see IMG.png here");
    fragment("a<!-- b -->c<noscript>d</noscript>", "ac");
}

static void keeps_furniture_of_a_chosen_element(void **state) {
    (void)state;
    fragment("<nav>a</nav><div class=cookie>b</div>", "a\nb");
}

static void drops_furniture_of_a_page(void **state) {
    (void)state;
    page("<body><nav>n</nav><header>h</header><aside>a</aside><form>f</form><footer>f</footer><p>x", "x");
    page("<body><div role=navigation>n</div><div role='dialog x'>d</div><div id=Cookie-Banner>c</div>"
         "<div class='x onetrust-banner-sdk'>o</div><div class=sidebar>s</div><p>x",
         "x");
    page("<body><div class='menu-of-the-day'>Soup</div><p class=cookierecipe>Bake</p>", "Soup\nBake");
    page("<body class=menu><section><header>Part one</header><p>x</section>", "Part one\nx");
}

static void never_drops_what_holds_the_content(void **state) {
    (void)state;
    page("<body><div class=sidebar><main>x</main></div>", "x");
    page("<body><form><h1>t</h1><p>x</p></form>", "t\nx");
    page("<body><div class=menu><article><h1>x</h1></article></div>", "x");
    page("<body><form><p>Subscribe</p></form><p>x", "x");
    struct buf words = {0}, html = {0};
    for (int i = 0; i < 120; i++)
        buf_add_text(&words, i == 0 ? "post" : " posts");
    buf_format(&html, "<body><form><select></select><p>%s</p></form>", words.data);
    page(html.data, words.data);
    buf_free(&words);
    buf_free(&html);
    page("<body><form><textarea>a long text to agree to</textarea><p>Agree</p></form><p>x", "x");
}

static void prefers_the_main_content(void **state) {
    (void)state;
    page("<body><p>around<main><p>x</main>", "x");
    page("<body><div role=main>x</div><div>around</div>", "x");
    page("<body><p>around</p><article><h1>t</h1>x</article>", "t\nx");
    page("<body><p>a much longer text than the article holds</p><article>x</article>",
         "a much longer text than the article holds\nx");
    page("<body><article>a</article><article>b</article><p>c", "a\nb\nc");
    page("<body><main> </main><p>x", "x");
    page("<body><main hidden>a</main><p>x", "x");
}

static void is_cut_at_its_limit(void **state) {
    (void)state;
    struct buf out = {0};
    size_t len = READABLE_MAX_BYTES + 10;
    char *text = mem_alloc(len + 1);
    memset(text, 'x', len);
    text[READABLE_MAX_BYTES - 1] = '\xC3'; /* a character that must not be cut through */
    text[READABLE_MAX_BYTES] = '\xA9';
    assert_false(readable_plain(text, len, &out));
    assert_int_equal(out.len, READABLE_MAX_BYTES - 1);
    buf_free(&out);
    free(text);
}

static void reads_plain_text(void **state) {
    (void)state;
    struct buf out = {0};
    static const char text[] = "\n a  b\r\n\r\n<c> &amp;\x07\n";
    assert_true(readable_plain(text, sizeof text - 1, &out));
    assert_string_equal(out.data, "a b\n<c> &amp;");
    buf_free(&out);
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_lines_at_blocks),
        cmocka_unit_test(squeezes_white_space),
        cmocka_unit_test(decodes_references),
        cmocka_unit_test(drops_what_is_no_text),
        cmocka_unit_test(keeps_furniture_of_a_chosen_element),
        cmocka_unit_test(drops_furniture_of_a_page),
        cmocka_unit_test(never_drops_what_holds_the_content),
        cmocka_unit_test(prefers_the_main_content),
        cmocka_unit_test(is_cut_at_its_limit),
        cmocka_unit_test(reads_plain_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
