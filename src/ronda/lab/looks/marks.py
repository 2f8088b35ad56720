"""Writes the accounts of services that count visits, chat or vouch, as their own snippets do."""

from html import escape as e

from ronda.lab.draft import Draft

_SNIPPETS = {
    "ga": (
        '<script async src="https://www.googletagmanager.com/gtag/js?id={id}"></script><script>'
        "window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments);}}"
        "gtag('js',new Date());gtag('config','{id}');</script>"
    ),
    "gtm": (
        "<script>(function(w,d,s,l,i){{w[l]=w[l]||[];}})(window,document,'script','dataLayer','{id}');"
        "</script>"
    ),
    "pixel": "<script>fbq('init', '{id}');fbq('track', 'PageView');</script>",
    "tawk": "<script>var s1='https://embed.tawk.to/{id}/default';</script>",
    "histats": (
        "<script>var _Hasync=_Hasync||[];_Hasync.push(['Histats.start','1,{id},4,0,0,0,00010000']);"
        "</script>"
    ),
    "adsense": (
        '<script async src="https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js'
        '?client=ca-{id}"></script>'
    ),
    "google": '<meta name="google-site-verification" content="{id}">',
    "bing": '<meta name="msvalidate.01" content="{id}">',
}


def marks(draft: Draft) -> str:
    """What stands in the head of a site's pages for its accounts."""
    if draft.replaced:
        return ""
    parts = (mark.partition(":") for mark in draft.site.marks)
    return "".join(_SNIPPETS[service].format(id=e(account)) for service, _, account in parts)
