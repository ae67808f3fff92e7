import Comparison
import Content
import Model

/// The image that other sites show beside a link to this one: the grades of the best providers as the home page has them,
/// a tile each with its colour and its sign. It has no words: the same image is right in every language, and needs no
/// font, whose letters would differ from machine to machine (docs/adr/0020).
struct SocialCard {
    static let path = "card.png"
    static let (width, height) = (1_200, 630)

    /// What a tile says.
    enum Tile: UInt8, CaseIterable {
        case good, plain, bad, unknown
        /// There is no such service, or nobody knows of one.
        case none
    }

    /// The providers, the best first; each as long as there are services.
    var rows: [[Tile]]

    private static let rowsAtMost = 7
    private static let columnsAtMost = 9
    private static let (margin, gap, labelWidth, radius) = (72, 14, 210, 10)

    /// As the style sheet has them: paper, line, and of each kind of tile the paper and the ink.
    private static let (paper, line): (UInt32, UInt32) = (0xFBFAF7, 0xDCD9D1)
    private static let inks: [Tile: (paper: UInt32, ink: UInt32)] = [
        .good: (0xE9F4EC, 0x1D6B34), .plain: (0xFFFFFF, 0x575E65), .bad: (0xFBECEA, 0xA1261B),
        .unknown: (0xFDF3DF, 0x7A5200),
    ]
    /// Shades between a tile's paper and its ink, for smooth edges.
    private static let shades = 8

    /// `nil` where there is nothing to show.
    var png: [UInt8]? {
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0 else { return nil }
        var image = PNG(width: Self.width, height: Self.height, palette: Self.palette)
        var left = Self.margin + Self.labelWidth
        let tileWidth = min(190, (Self.width - Self.margin - left - (columns - 1) * Self.gap) / columns)
        let tileHeight = min(96, (Self.height - 2 * Self.margin - (rows.count - 1) * Self.gap) / rows.count)
        let top = (Self.height - rows.count * tileHeight - (rows.count - 1) * Self.gap) / 2
        // Few services stand in the middle.
        let rest = (Self.width - Self.margin - left - columns * tileWidth - (columns - 1) * Self.gap) / 2
        left += rest
        for (row, tiles) in rows.enumerated() {
            let y = top + row * (tileHeight + Self.gap)
            // Where a table has the provider's name.
            Self.fill(&image, Self.margin + rest, y + tileHeight / 2 - 9, Self.labelWidth - 60 - row % 3 * 24, 18, 1)
            for (column, tile) in tiles.enumerated() where tile != .none {
                Self.draw(tile, &image, left + column * (tileWidth + Self.gap), y, tileWidth, tileHeight)
            }
        }
        return image.bytes
    }

    private static var palette: [UInt32] {
        [paper, line]
            + Tile.allCases.compactMap { inks[$0] }.flatMap { colours in
                (0..<shades).map { mixed(colours.paper, colours.ink, $0) }
            }
    }

    private static func mixed(_ from: UInt32, _ to: UInt32, _ shade: Int) -> UInt32 {
        [16, 8, 0].reduce(UInt32(0)) { colour, shift in
            let (a, b) = (Int(from >> UInt32(shift)) & 255, Int(to >> UInt32(shift)) & 255)
            return colour << 8 | UInt32(a + (b - a) * shade / (shades - 1))
        }
    }

    private static func fill(_ image: inout PNG, _ x: Int, _ y: Int, _ width: Int, _ height: Int, _ colour: UInt8) {
        for row in y..<y + height {
            let start = row * image.width + x
            image.pixels.replaceSubrange(start..<start + width, with: repeatElement(colour, count: width))
        }
    }

    /// A tile with a line around it and its sign in the middle.
    private static func draw(_ tile: Tile, _ image: inout PNG, _ x: Int, _ y: Int, _ width: Int, _ height: Int) {
        let first = 2 + tile.rawValue * UInt8(shades)
        let ink = first + UInt8(shades - 1)
        fill(&image, x, y, width, height, ink)
        fill(&image, x + 3, y + 3, width - 6, height - 6, first)
        let size = Double(min(width, height)) * 0.3
        let (middleX, middleY) = (Double(x) + Double(width) / 2, Double(y) + Double(height) / 2)
        let reach = Int(size) + 8
        for row in Int(middleY) - reach...Int(middleY) + reach {
            for column in Int(middleX) - reach...Int(middleX) + reach {
                let distance = tile.distance(Double(column) + 0.5 - middleX, Double(row) + 0.5 - middleY, size)
                // Half a stroke, and a pixel over which it fades.
                let cover = max(0, min(1, 5.5 - distance))
                guard cover > 0 else { continue }
                image.pixels[row * image.width + column] = first + UInt8((cover * Double(shades - 1)).rounded())
            }
        }
    }
}

extension SocialCard.Tile {
    /// How far a point is from the middle of the sign's strokes: a hook, a circle, a cross, a question's bar and dot.
    /// - Parameters:
    ///   - x: from the tile's middle, in pixels.
    ///   - y: the same, downwards.
    ///   - size: from the middle to the sign's edge.
    fileprivate func distance(_ x: Double, _ y: Double, _ size: Double) -> Double {
        func stroke(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Double {
            let (ax, ay, bx, by) = (x1 * size, y1 * size, x2 * size, y2 * size)
            let (dx, dy) = (bx - ax, by - ay)
            let share = dx == 0 && dy == 0 ? 0 : max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
            let (px, py) = (x - ax - share * dx, y - ay - share * dy)
            return (px * px + py * py).squareRoot()
        }
        return switch self {
        case .good: min(stroke(-0.9, 0.1, -0.25, 0.75), stroke(-0.25, 0.75, 0.95, -0.7))
        case .plain: abs((x * x + y * y).squareRoot() - size * 0.75)
        case .bad: min(stroke(-0.75, -0.75, 0.75, 0.75), stroke(-0.75, 0.75, 0.75, -0.75))
        case .unknown: min(stroke(0, -0.9, 0, 0.25), stroke(0, 0.8, 0, 0.8))
        case .none: .infinity
        }
    }
}

extension SiteContent {
    /// Of those that were measured; where nobody was, of those that publications tell of. `nil` where no grade is known.
    var socialCard: [UInt8]? { derivedFromSnapshots.value { DrawnCard(png: SocialCard(of: standings)?.png) }.png }
}

/// Drawn once for all copies of the content that have the same snapshots and tables.
private struct DrawnCard: Sendable {
    let png: [UInt8]?
}

extension SocialCard {
    fileprivate init?(of standings: Standings) {
        let all = standings.measured.isEmpty ? standings.transcribed : standings.measured
        let graded = all.filter { standing in standing.present.contains { $0.rank != nil } }
        let shown = graded.prefix(Self.rowsAtMost)
        let known = Set(shown.flatMap { $0.present.filter { $0.rank != nil }.map(\.service) })
        let services = Service.allCases.filter(known.contains).prefix(Self.columnsAtMost)
        guard !services.isEmpty else { return nil }
        rows = shown.map { standing in
            services.map { service in
                standing.grades.first { $0.service == service }.map(Self.tile) ?? .none
            }
        }
    }

    private static func tile(_ grade: Standing.ServiceGrade) -> Tile {
        if grade.isAbsent || grade.isWithoutServer { return .none }
        guard grade.rank != nil else { return .unknown }
        guard case .measured(let letter) = grade.verdict.grade else { return .bad }
        return tile(CellFormatter.state(ofGrade: letter))
    }

    private static func tile(_ state: CellLine.State) -> Tile {
        switch state {
        case .good: .good
        case .plain: .plain
        case .bad, .absent: .bad
        case .unknown, .refused: .unknown
        case .notApplicable: .none
        }
    }
}
