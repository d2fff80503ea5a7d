-- The plan and its sample figures. Run at every start, under a lock; changes nothing that is there.

CREATE TABLE IF NOT EXISTS plan (
    id            smallint PRIMARY KEY CHECK (id = 1),
    name          text NOT NULL,
    currency      text NOT NULL,
    year          smallint NOT NULL,
    revision      bigint NOT NULL,               -- counts every change of a figure
    calculated    bigint NOT NULL DEFAULT 0,     -- the revision that "result" was calculated from
    result        jsonb,
    calculated_at timestamptz
);

CREATE TABLE IF NOT EXISTS product (
    id       text PRIMARY KEY,
    name     text NOT NULL,
    position smallint NOT NULL
);

-- What people may change. The kind says which values are allowed (see figures.py).
CREATE TABLE IF NOT EXISTS figure (
    id         text PRIMARY KEY,
    kind       text NOT NULL,
    product    text REFERENCES product (id),
    month      smallint CHECK (month BETWEEN 1 AND 12),
    label      text NOT NULL,
    position   smallint NOT NULL,
    value      numeric(14, 4) NOT NULL,
    sample     numeric(14, 4) NOT NULL,          -- the value to go back to
    changed_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO plan (id, name, currency, year, revision)
VALUES (1, 'Alder Street Coffee', 'EUR', 2027, 1)
ON CONFLICT DO NOTHING;

INSERT INTO product (position, id, name)
VALUES (1, 'house-blend', 'House blend'),
       (2, 'espresso', 'Espresso beans'),
       (3, 'cold-brew', 'Cold brew cans'),
       (4, 'gift-box', 'Gift boxes'),
       (5, 'subscription', 'Subscription')
ON CONFLICT DO NOTHING;

INSERT INTO figure (id, kind, product, label, position, value, sample)
SELECT kind || '.' || sample.product, kind, sample.product, label, position, value, value
FROM (VALUES ('house-blend', 14.90, 6.20, 2400, 0.8),
             ('espresso', 17.50, 7.40, 1500, 1.2),
             ('cold-brew', 3.20, 1.35, 5200, 1.5),
             ('gift-box', 39.00, 18.50, 260, 0.5),
             ('subscription', 24.00, 10.10, 900, 2.4)) AS sample (product, price, cost, units, growth),
     LATERAL (VALUES ('price', 'Price', 1, price),
                     ('cost', 'Unit cost', 2, cost),
                     ('units', 'Units a month', 3, units),
                     ('growth', 'Growth a month', 4, growth)) AS kinds (kind, label, position, value)
ON CONFLICT DO NOTHING;

INSERT INTO figure (id, kind, product, month, label, position, value, sample)
SELECT 'season.' || product || '.' || to_char(month, 'FM00'), 'season', product, month, 'Season', month, value, value
FROM (VALUES ('house-blend', ARRAY [108, 106, 102, 98, 94, 90, 86, 86, 98, 104, 112, 118]),
             ('espresso', ARRAY [104, 103, 101, 99, 97, 95, 92, 90, 100, 104, 108, 112]),
             ('cold-brew', ARRAY [55, 60, 75, 95, 130, 165, 185, 175, 110, 70, 50, 45]),
             ('gift-box', ARRAY [60, 90, 75, 85, 80, 60, 55, 55, 70, 90, 190, 320]),
             ('subscription', ARRAY [100, 100, 100, 100, 100, 98, 96, 96, 100, 102, 104, 104]))
         AS sample (product, season),
     LATERAL unnest(season) WITH ORDINALITY AS months (value, month)
ON CONFLICT DO NOTHING;

INSERT INTO figure (id, kind, label, position, value, sample)
SELECT id, kind, label, position, value, value
FROM (VALUES ('fixed.salaries', 'fixed', 'Salaries', 1, 41500),
             ('fixed.rent', 'fixed', 'Rent and energy', 2, 7800),
             ('fixed.marketing', 'fixed', 'Marketing', 3, 6500),
             ('fixed.other', 'fixed', 'Insurance and other', 4, 3200),
             ('company.opening-cash', 'opening-cash', 'Cash on 1 January', 1, 60000),
             ('company.paid-late', 'share', 'Paid a month later', 2, 35),
             ('company.tax', 'share', 'Tax on profit', 3, 25),
             ('company.uncertainty', 'uncertainty', 'Uncertainty of demand', 4, 12))
         AS sample (id, kind, label, position, value)
ON CONFLICT DO NOTHING;
