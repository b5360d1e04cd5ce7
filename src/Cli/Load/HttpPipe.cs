using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Omnichannel.Load;

/// <summary>One connection that sends prepared HTTP/1.1 calls, one at a time. It costs the load generator a fraction of what a full client does, so that the grid gets the processor.</summary>
internal sealed class HttpPipe(Uri address, int bytesMax) : IDisposable
{
    private readonly byte[] _call = new byte[bytesMax];
    private readonly byte[] _answer = new byte[bytesMax];
    private int _bodyStart;
    private int _bodyEnd;
    private Socket? _socket;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> LengthHeader => "Content-Length:"u8;

    /// <summary>Where the next call is written to.</summary>
    public Span<byte> Call => _call;

    /// <summary>The body of the last answer. It lives until the next call.</summary>
    public ReadOnlySpan<byte> AnswerBody => _answer.AsSpan(_bodyStart.._bodyEnd);

    /// <summary>Makes the sockets of this process cheap for many small answers: one thread waits for all of them, and goes on with each right away. Before the first socket.</summary>
    public static void ShareOneThread()
    {
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
    }

    /// <summary>Sends one call and returns the status of its answer.</summary>
    /// <exception cref="IOException">The connection broke, or the answer is not one that this client reads: the outcome is unknown.</exception>
    public ValueTask<int> SendAsync(string method, string path, string idempotencyKey, string body, CancellationToken cancellation)
    {
        var text = $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nIdempotency-Key: {idempotencyKey}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        return SendAsync(Encoding.ASCII.GetBytes(text, _call), cancellation);
    }

    /// <summary>Sends what was written to <see cref="Call"/>, and returns the status of its answer.</summary>
    /// <exception cref="IOException">The connection broke, or the answer is not one that this client reads: the outcome is unknown.</exception>
    public async ValueTask<int> SendAsync(int callBytes, CancellationToken cancellation)
    {
        try
        {
            var socket = _socket ??= await ConnectAsync(cancellation);
            await socket.SendAsync(_call.AsMemory(0, callBytes), cancellation);
            return await ReadStatusAsync(socket, cancellation);
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
        {
            Dispose();
            if (broken is SocketException) throw new IOException(broken.Message, broken);
            throw;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<int> ReadStatusAsync(Socket socket, CancellationToken cancellation)
    {
        var filled = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(_answer.AsMemory(filled), cancellation);
            if (count == 0) throw new IOException("The grid closed the connection before it answered.");
            filled += count;
            var head = _answer.AsSpan(0, filled).IndexOf(HeadEnd);
            if (head < 0) continue;
            var start = head + HeadEnd.Length;
            var end = start + BodyBytes(_answer.AsSpan(0, head));
            if (end > _answer.Length) throw new IOException("The answer is larger than this client reads.");
            if (filled < end) continue;
            (_bodyStart, _bodyEnd) = (start, end);

            // "HTTP/1.1 201 Created"
            return int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        }
    }

    private static int BodyBytes(ReadOnlySpan<byte> head)
    {
        var start = head.IndexOf(LengthHeader);
        if (start < 0) throw new IOException("The answer does not say how long it is.");
        var rest = head[(start + LengthHeader.Length)..];
        var end = rest.IndexOf((byte)'\r');
        return int.Parse((end < 0 ? rest : rest[..end]).Trim((byte)' '), CultureInfo.InvariantCulture);
    }
}
