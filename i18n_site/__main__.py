"""`python -m i18n_site` is `i18n-site`."""

from i18n_site.cli import main

if __name__ == "__main__":
    main()
