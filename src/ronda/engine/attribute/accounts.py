"""What an account with a service is called for people: "Google Analytics G-AB12CD34EF"."""

# As collect.marks names the services.
_SERVICES = {
    "ga": "Google Analytics",
    "gtm": "Google Tag Manager",
    "ads": "Google Ads",
    "adsense": "Google AdSense",
    "google": "Google Search Console",
    "pixel": "Meta Pixel",
    "facebook": "Facebook",
    "tawk": "Tawk.to",
    "histats": "Histats",
    "metrika": "Yandex Metrica",
    "yandex": "Yandex Webmaster",
    "clarity": "Microsoft Clarity",
    "bing": "Bing Webmaster",
    "pinterest": "Pinterest",
}
_SHOWN = 24  # characters of the account; tokens that vouch for a site are longer than anybody reads


def called(mark: str) -> str:
    """Return a mark ("ga:G-AB12CD34EF") in words; what is no mark, as it is."""
    service, colon, account = mark.partition(":")
    name = _SERVICES.get(service) if colon else None
    if name is None:
        return mark
    return f"{name} {account if len(account) <= _SHOWN else f'{account[:_SHOWN]}…'}"
