"""What tests of several folders share: corpora, miniature sites."""
