//! A calculator for what `explain` prints: figures with units, `+`, `-`, `×`, `/`, brackets, `max(…)` and `⌈…⌉`.

/// What a cost counts; it changes no number.
const COUNTED: [&str; 3] = ["GiB", "CPU", "h"];
/// Units of a figure.
const UNITS: [(&str, f64); 6] = [
    ("Ti", (1_u64 << 40) as f64),
    ("Gi", (1_u64 << 30) as f64),
    ("Mi", (1_u64 << 20) as f64),
    ("Ki", (1_u64 << 10) as f64),
    ("G", 1e9),
    ("m", 1e-3),
];

/// The number a formula gives: CPUs, bytes, or what has no unit. Rounding up is to a whole unit of the figures inside,
/// so `⌈10m / 3⌉` is 4m.
pub(crate) fn value_of(formula: &str) -> f64 {
    let mut reader = Reader {
        rest: formula,
        unit: 1.0,
    };
    let value = reader.sum();
    assert!(reader.rest.is_empty(), "{formula} ends at {}", reader.rest);
    value
}

struct Reader<'f> {
    rest: &'f str,
    /// Of the last figure that had one.
    unit: f64,
}

impl Reader<'_> {
    fn takes(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let after = self.rest.strip_prefix(token);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn expect(&mut self, token: &str) {
        assert!(self.takes(token), "{token} is missing before {}", self.rest);
    }

    fn sum(&mut self) -> f64 {
        let mut sum = self.product();
        loop {
            if self.takes("+ ") {
                sum += self.product();
            } else if self.takes("- ") {
                sum -= self.product();
            } else {
                return sum;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut product = self.figure();
        loop {
            if self.takes("×") {
                product *= self.figure();
            } else if self.takes("/") {
                product /= self.figure();
            } else {
                return product;
            }
        }
    }

    fn figure(&mut self) -> f64 {
        if self.takes("max(") {
            let mut most = self.sum();
            while self.takes(",") {
                most = most.max(self.sum());
            }
            self.expect(")");
            return most;
        }
        if self.takes("(") {
            let sum = self.sum();
            self.expect(")");
            return sum;
        }
        if self.takes("⌈") {
            return self.rounded_up();
        }
        self.number()
    }

    /// A quotient of two figures of a unit has none; anything else keeps it.
    fn rounded_up(&mut self) -> f64 {
        let outer = std::mem::replace(&mut self.unit, 1.0);
        let before = self.rest;
        let sum = self.sum();
        let inside = &before[..before.len() - self.rest.len()];
        self.expect("⌉");
        let is_ratio = inside.rsplit_once(" / ").is_some_and(|(_, divisor)| {
            divisor
                .trim_end()
                .ends_with(|end: char| end.is_alphabetic())
        });
        let unit = if is_ratio { 1.0 } else { self.unit };
        self.unit = outer;
        // A sum of binary fractions is not quite whole where decimals are.
        (sum / unit - 1e-9).ceil() * unit
    }

    fn number(&mut self) -> f64 {
        self.rest = self.rest.trim_start();
        let digits = |end: char| end.is_ascii_digit() || end == '.' || end == '-';
        let end = self.rest.find(|c| !digits(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        let number: f64 = number.parse().unwrap();
        self.rest = rest;
        if COUNTED.into_iter().any(|name| self.takes_unit(name)) {
            return number;
        }
        for (name, unit) in UNITS {
            if self.takes_unit(name) {
                self.unit = unit;
                return number * unit;
            }
        }
        number
    }

    fn takes_unit(&mut self, name: &str) -> bool {
        let after = self.rest.trim_start().strip_prefix(name);
        let after = after.filter(|after| !after.starts_with(char::is_alphabetic));
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }
}

#[test]
fn the_calculator_reads_formulas_as_they_are_meant() {
    for (formula, value) in [
        ("3", 3.0),
        ("max(1, ⌈25000 / 10000⌉) + 1", 4.0),
        ("⌈(3 + 2 - 1) × 0.5⌉", 2.0),
        ("⌈max(500m, 0m + 2 × 600m) / 1000m⌉ × 1000m", 2.0),
        ("max(100m, ⌈(95m + 3 × 5m) × 100 / 150⌉)", 0.1),
        ("⌈(10m) × 100 / 150⌉", 0.007),
        ("1Gi + ⌈(0Mi + 20 × 20Mi) / 1024Mi⌉ × 1Gi", 2_147_483_648.0),
        (
            "2 × (0.5 CPU × 0.1 + 0.25 GiB × 0.2 + 73 GiB × 0.5 / 730 h)",
            0.3,
        ),
    ] {
        assert!((value_of(formula) - value).abs() < 1e-9, "{formula}");
    }
}
