-- From version 1 to 2. What stands here and what schema.sql says give the same shape; a test compares them.

-- Invoices that fall due in instalments.
DROP TRIGGER invoice_opens;
DROP TRIGGER application_counts_invoice;
DROP TRIGGER application_within;
CREATE TABLE invoice_open_1 AS SELECT * FROM invoice_open;
DROP TABLE invoice_open;
-- INSERT ONLY. An invoice that falls due in parts: how much when. Without rows it falls due as a whole.
CREATE TABLE instalment (
    invoice_id INTEGER NOT NULL REFERENCES invoice,
    seq        INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 60),
    due_on     TEXT NOT NULL CHECK (due_on IS date(due_on)),
    amount     INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000000),
    PRIMARY KEY (invoice_id, seq)
) STRICT, WITHOUT ROWID;

-- Cache: what of an invoice is outstanding, by part and due date: one part (seq 0), or those of its
-- instalments. Money fills the part that falls due first; the row of a part goes when nothing is left of it.
CREATE TABLE invoice_open (
    invoice_id  INTEGER NOT NULL REFERENCES invoice,
    seq         INTEGER NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer,
    due_on      TEXT NOT NULL,
    open        INTEGER NOT NULL CHECK (open >= 0),
    PRIMARY KEY (invoice_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_open_customer ON invoice_open (customer_id, due_on, open);
CREATE INDEX invoice_open_due ON invoice_open (due_on);

INSERT INTO invoice_open SELECT invoice_id, 0, customer_id, due_on, open FROM invoice_open_1;
DROP TABLE invoice_open_1;
CREATE TRIGGER invoice_opens AFTER INSERT ON invoice WHEN NEW.gross > 0 BEGIN
    INSERT INTO invoice_open VALUES (NEW.id, 0, NEW.customer_id, NEW.due_on, NEW.gross);
END;
-- Each instalment takes its part off the whole, which goes with the last of them.
CREATE TRIGGER instalment_opens AFTER INSERT ON instalment BEGIN
    UPDATE invoice_open SET open = open - NEW.amount WHERE invoice_id = NEW.invoice_id AND seq = 0;
    INSERT INTO invoice_open SELECT id, NEW.seq, customer_id, NEW.due_on, NEW.amount FROM invoice
        WHERE id = NEW.invoice_id;
    DELETE FROM invoice_open WHERE invoice_id = NEW.invoice_id AND open = 0;
END;
-- Applied: the open rest falls on both sides and the row goes at zero. Taken back: it rises or returns.
-- What is left of an invoice lies in the parts that fall due last.
CREATE TRIGGER application_counts_invoice AFTER INSERT ON application WHEN NEW.invoice_id IS NOT NULL BEGIN
    INSERT INTO invoice_open
        SELECT i.id, coalesce(p.seq, 0), i.customer_id, coalesce(p.due_on, i.due_on),
            min(coalesce(p.amount, i.gross), max(0, o.rest - coalesce((SELECT sum(q.amount) FROM instalment q
                WHERE q.invoice_id = p.invoice_id AND q.seq > p.seq), 0)))
        FROM (SELECT coalesce(sum(open), 0) - NEW.amount AS rest FROM invoice_open WHERE invoice_id = NEW.invoice_id) o
            CROSS JOIN invoice i LEFT JOIN instalment p ON p.invoice_id = i.id
        WHERE i.id = NEW.invoice_id
        ON CONFLICT (invoice_id, seq) DO UPDATE SET open = excluded.open;
    DELETE FROM invoice_open WHERE invoice_id = NEW.invoice_id AND open = 0;
END;
CREATE TRIGGER instalment_no_update BEFORE UPDATE ON instalment BEGIN SELECT RAISE(ABORT, 'instalment is insert only'); END;
CREATE TRIGGER instalment_no_delete BEFORE DELETE ON instalment BEGIN SELECT RAISE(ABORT, 'instalment is insert only'); END;
CREATE TRIGGER instalment_no_replace BEFORE INSERT ON instalment WHEN EXISTS (SELECT 1 FROM instalment WHERE invoice_id = NEW.invoice_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'instalment is insert only'); END;
-- Money is never matched beyond what is open on either side.
CREATE TRIGGER application_within BEFORE INSERT ON application
WHEN NEW.invoice_id IS NOT NULL AND NEW.amount > coalesce((SELECT sum(open) FROM invoice_open WHERE invoice_id = NEW.invoice_id), 0)
  OR NEW.receipt_id IS NOT NULL AND NEW.amount > coalesce((SELECT open FROM receipt_open WHERE receipt_id = NEW.receipt_id), 0)
  OR NEW.note_id IS NOT NULL AND NEW.amount > coalesce((SELECT open FROM note_open WHERE note_id = NEW.note_id), 0)
BEGIN SELECT RAISE(ABORT, 'over applied'); END;
-- Instalments are agreed when the invoice is posted, before any money, in the order they fall due.
CREATE TRIGGER instalment_follows BEFORE INSERT ON instalment
WHEN EXISTS (SELECT 1 FROM application WHERE invoice_id = NEW.invoice_id)
  OR NEW.amount > coalesce((SELECT open FROM invoice_open WHERE invoice_id = NEW.invoice_id AND seq = 0), 0)
  OR EXISTS (SELECT 1 FROM instalment WHERE invoice_id = NEW.invoice_id AND (seq >= NEW.seq OR due_on >= NEW.due_on))
BEGIN SELECT RAISE(ABORT, 'no such instalment'); END;

-- What is kept back of a credit note.
-- INSERT ONLY. What is kept back of a credit note for goods: a fee for restocking, the freight. The note is
-- its lines less these.
CREATE TABLE credit_note_charge (
    note_id INTEGER NOT NULL REFERENCES credit_note,
    kind    TEXT NOT NULL CHECK (kind IN ('restocking','freight')),
    net     INTEGER NOT NULL CHECK (net BETWEEN 0 AND 1000000000000),
    tax     INTEGER NOT NULL CHECK (tax BETWEEN 0 AND 1000000000000),
    gross   INTEGER NOT NULL CHECK (gross = net + tax AND gross > 0),
    PRIMARY KEY (note_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER credit_note_charge_no_update BEFORE UPDATE ON credit_note_charge BEGIN SELECT RAISE(ABORT, 'credit_note_charge is insert only'); END;
CREATE TRIGGER credit_note_charge_no_delete BEFORE DELETE ON credit_note_charge BEGIN SELECT RAISE(ABORT, 'credit_note_charge is insert only'); END;
CREATE TRIGGER credit_note_charge_no_replace BEFORE INSERT ON credit_note_charge WHEN EXISTS (SELECT 1 FROM credit_note_charge WHERE note_id = NEW.note_id AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'credit_note_charge is insert only'); END;

-- Lines of which something left and nobody has billed it.
CREATE INDEX line_to_bill ON order_line (order_id) WHERE invoiced < shipped - returned_unbilled;
