import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server by JSSE: JsseServer STORE,… PORT;PROTOCOLS;SUITES;OWN-ORDER … */
public class JsseServer {
    static final char[] PASSWORD = "changeit".toCharArray();

    public static void main(String[] arguments) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        for (String file : arguments[0].split(",")) {
            KeyStore one = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream(file)) { one.load(in, PASSWORD); }
            String alias = one.aliases().nextElement();
            keys.setKeyEntry(alias, one.getKey(alias, PASSWORD), PASSWORD, one.getCertificateChain(alias));
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("NewSunX509");
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        for (int i = 1; i < arguments.length; i++) { listen(context, arguments[i].split(";", -1)); }
        Thread.currentThread().join();
    }

    static void listen(SSLContext context, String[] kind) throws Exception {
        InetAddress address = InetAddress.getByName("127.0.0.1");
        SSLServerSocket listener = (SSLServerSocket) context.getServerSocketFactory()
            .createServerSocket(Integer.parseInt(kind[0]), 1024, address);
        SSLParameters parameters = listener.getSSLParameters();
        if (!kind[1].isEmpty()) { parameters.setProtocols(kind[1].split(",")); }
        if (kind[2].equals("*")) { parameters.setCipherSuites(listener.getSupportedCipherSuites()); }
        parameters.setUseCipherSuitesOrder(kind[3].equals("True"));
        listener.setSSLParameters(parameters);
        Thread accepting = new Thread(() -> {
            while (true) {
                try {
                    SSLSocket socket = (SSLSocket) listener.accept();
                    Thread handler = new Thread(() -> {
                        try (socket) {
                            socket.setSoTimeout(10_000);
                            socket.startHandshake();
                            socket.getInputStream().read();
                        } catch (Exception refused) { /* what a probe leaves behind */ }
                    });
                    handler.setDaemon(true);
                    handler.start();
                } catch (Exception closed) { return; }
            }
        });
        accepting.start();
    }
}
