package dev.rollcall.browser;

import java.util.ArrayList;
import java.util.List;

/** Texts that would run as script, or break a page, wherever one is written without being escaped for its place. */
final class AttackStrings {
    private static final List<String> CALLS = List.of("alert(1)", "alert`1`", "top['ale'+'rt'](1)", "window.alert(1)");

    private static final List<String> FORMS = List.of(
            "<script>%s</script>",
            "<ScRiPt>%s</sCrIpT>",
            "</title><script>%s</script>",
            "</textarea><script>%s</script>",
            "</pre></code><script>%s</script>",
            "<img src=x onerror=%s>",
            "<img src=x onerror=\"%s\">",
            "<svg onload=%s>",
            "<svg><script>%s</script></svg>",
            "<body onload=%s>",
            "<details open ontoggle=%s>",
            "<input autofocus onfocus=%s>",
            "<video><source onerror=%s></video>",
            "<iframe srcdoc='<script>%s</script>'></iframe>",
            "<iframe src=\"javascript:%s\"></iframe>",
            "<object data=\"javascript:%s\"></object>",
            "<a href=\"javascript:%s\">x</a>",
            "<form action=\"javascript:%s\"><button>x</button></form>",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=%s>",
            "<div hx-on:click=\"%s\" hx-get=\"/console\" hx-trigger=\"load\">x</div>",
            "<div hx-trigger=\"every 1s [%s]\" hx-get=\"/console\">x</div>",
            "<meta http-equiv=refresh content=\"0;url=javascript:%s\">",
            "<base href=\"javascript:%s//\">",
            "<link rel=stylesheet href=\"javascript:%s\">",
            "<style>@import 'javascript:%s';</style>",
            "\" onmouseover=\"%s\" autofocus onfocus=\"%s",
            "' onmouseover='%s' autofocus onfocus='%s",
            "\"><script>%s</script>",
            "'><script>%s</script>",
            "--><script>%s</script><!--",
            "]]><script>%s</script>",
            "javascript:%s",
            "data:text/html,<script>%s</script>",
            "';%s;//",
            "\";%s;//",
            "\\\";%s;//",
            "</script><script>%s</script>",
            "${%s}",
            "*{%s}",
            "#{%s}",
            "[[${T(java.lang.Runtime).getRuntime().exec('%s')}]]",
            "[(${%s})]",
            "__${%s}__::.x",
            "{{constructor.constructor('%s')()}}",
            "<%%= %s %%>",
            "\\u003cscript\\u003e%s\\u003c/script\\u003e",
            "&lt;script&gt;%s&lt;/script&gt;",
            "\uFF1Cscript\uFF1E%s\uFF1C/script\uFF1E",
            "\u202E<script>%s</script>\u202C",
            "<x\u2028onclick=%s>");

    private AttackStrings() {}

    /** 200 of them. */
    static List<String> all() {
        List<String> all = new ArrayList<>();
        for (String call : CALLS) {
            for (String form : FORMS) {
                all.add(String.format(form, call, call));
            }
        }
        return List.copyOf(all);
    }
}
