"""What a corpus quotes, from the tables that `muqabala scan` wrote: counted, as tables, in a terminal, as a page.

`counted` reads (with `groups`, `places`, `tally`, `together`), `tables` puts the counts into tables, `written` and `page` show them.
"""
