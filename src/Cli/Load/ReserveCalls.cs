using System.Text.Unicode;

namespace Omnichannel.Load;

/// <summary>Writes the bytes of calls, without a string in between: the load generator shares its processors with the grid.</summary>
internal sealed class ReserveCalls(LoadPlan plan)
{
    private const int HeadBytesMax = 1024;
    private const int LineBytesMax = 192;
    private const int AnswerLineBytesMax = 512;
    private readonly byte[] _lines = new byte[plan.LinesPerCall * LineBytesMax];

    /// <summary>What a call or its answer needs at most.</summary>
    public static int BytesMax(LoadPlan plan) => HeadBytesMax + (plan.LinesPerCall * AnswerLineBytesMax);

    /// <param name="id">Names the call: its reservations are called after it.</param>
    /// <returns>The bytes written.</returns>
    public int Write(Span<byte> call, int sku, (char Phase, int Connection, long Count) id) => plan.LinesPerCall == 1 ? WriteOne(call, sku, id) : WriteMany(call, sku, id);

    private int WriteOne(Span<byte> call, int sku, (char Phase, int Connection, long Count) id)
    {
        var body = """{"quantity":1,"holdForSeconds":86400,"channel":"web"}"""u8;
        Utf8.TryWrite(
            call,
            $"PUT {plan.Root}/{plan.Run}-{sku}/{plan.Location}/reservations/{id.Phase}{id.Connection}-{id.Count} HTTP/1.1\r\nHost: {plan.Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n",
            out var bytes);
        body.CopyTo(call[bytes..]);
        return bytes + body.Length;
    }

    private int WriteMany(Span<byte> call, int sku, (char Phase, int Connection, long Count) id)
    {
        var length = 0;
        for (var line = 0; line < plan.LinesPerCall; line++)
        {
            Utf8.TryWrite(_lines.AsSpan(length), $"{{\"id\":\"{id.Phase}{id.Connection}-{id.Count}-{line}\",\"quantity\":1,\"holdForSeconds\":86400,\"channel\":\"web\"}}\n", out var bytes);
            length += bytes;
        }

        Utf8.TryWrite(
            call,
            $"POST {plan.Root}/{plan.Run}-{sku}/{plan.Location}/reservations HTTP/1.1\r\nHost: {plan.Url.Authority}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n",
            out var head);
        _lines.AsSpan(0, length).CopyTo(call[head..]);
        return head + length;
    }
}
