import ArgumentParser
import Model
import Trust

/// How a survey uses the network.
struct SurveyNetwork: ParsableArguments {
    @OptionGroup var dns: ResolverOptions

    @Option(
        help: ArgumentHelp("PEM file of trusted CA certificates (default: the system's)", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp("Servers probed, and connections open, at the same time; to one address as in a scan"))
    var connections = 300

    @Option(help: ArgumentHelp("Host name for EHLO and 'from' domain of server-to-server streams", valueName: "domain"))
    var from = "localhost"

    @Flag(help: "Connect to private addresses, too; for domains of your own network only")
    var privateAddresses = false

    func validate() throws {
        guard (1...2_000).contains(connections) else {
            throw ValidationError("invalid --connections \(connections): valid values are 1 to 2000")
        }
    }

    func makeStore() throws(Diagnostics) -> TrustStore {
        do throws(Diagnostic) {
            return try TrustStore.load(caFile)
        } catch {
            throw Diagnostics([error])
        }
    }
}
