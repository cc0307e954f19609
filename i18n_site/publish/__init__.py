"""From documents and catalogues to a release that the web serves: localising, rendering, links, the release store."""
