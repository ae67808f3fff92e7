import Foundation
import Pages
import SiteTestSupport
import TestSupport
import Testing

/// The whole process has one environment, and others may be reading it: `make unit-test` runs these by themselves.
@Suite struct EnvironmentTests {
    @Test func theSameBytesEverywhere() throws {
        let one = try SiteInAString(PageTests.two)
        let bytes = one.render().files
        setenv("TZ", "Pacific/Kiritimati", 1)
        setenv("LC_ALL", "tr_TR.UTF-8", 1)
        tzset()
        defer {
            unsetenv("TZ")
            unsetenv("LC_ALL")
        }
        let elsewhere = try TemporaryFolder("ein anderer Ort")
        let other = try SiteInAString(PageTests.two, in: URL(filePath: elsewhere.path))
        #expect(other.render().files == bytes)
        #expect(!bytes.values.contains { String(decoding: $0, as: UTF8.self).contains(one.root) })
    }
}
