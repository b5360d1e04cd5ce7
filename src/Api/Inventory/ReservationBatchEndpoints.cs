using System.Diagnostics;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>Many reservations of one SKU at one location in one call, each with its own id and its own answer: a flash sale costs a call per batch, not one per cart.</summary>
public static class ReservationBatchEndpoints
{
    private const string BodyExample = """
        {"id":"cart-11-1","quantity":2,"channel":"web","reference":"cart-11"}
        {"id":"cart-12-1","quantity":1000000,"channel":"web","reference":"cart-12"}

        """;

    private const string Example = """
        {"id":"cart-11-1","status":201,"reservation":{"id":"cart-11-1","state":"reserved","quantity":2,"fulfilled":0,"released":0,"channel":"web","reference":"cart-11","expiresAt":"2026-11-22T10:15:00+00:00"}}
        {"id":"cart-12-1","status":409,"problem":{"type":"urn:omnichannel:problem:insufficient-stock","status":409,"code":"insufficient-stock","available":6}}

        """;

    private static readonly JsonEncodedText IdName = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText StatusName = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText ReservationName = JsonEncodedText.Encode("reservation");
    private static readonly JsonEncodedText ProblemName = JsonEncodedText.Encode("problem");

    public static void MapReservationBatches(this IEndpointRouteBuilder routes)
    {
        var (grains, meter) = (routes.ServiceProvider.GetRequiredService<IGrainFactory>(), routes.ServiceProvider.GetRequiredService<InventoryMeter>());
        routes.MapPost("/v1/stock/{sku}/{location}/reservations", (string sku, string location, HttpContext http) => ReserveEachAsync(grains.Stock(sku, location), http, meter))
            .Says(
                "Reservations",
                "reserveEach",
                "Reserve for many carts",
                $"One reservation a line, up to {Limits.ReservationBatchLinesMax}, each on its own and in this order, as if each had been sent in a call of its own. "
                + "A line that is refused stops no other. The same lines can be sent again after any accident.")
            .TakesText(RouteNotes.Ndjson, BodyExample)
            .GivesText(200, RouteNotes.Ndjson, "One line per line, in order: its id, its status, and the reservation or the problem that a call of its own would have given.", Example)
            .Refuses(ProblemKinds.LinesOutOfRange);
    }

    private static async Task ReserveEachAsync(IStockGrain stock, HttpContext http, InventoryMeter meter)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var lines = await ReadAsync(http);
        var commands = lines.Where(static line => line.Refusal is null).Select(static line => line.Command!).ToArray();
        var replies = commands.Length == 0 ? [] : await stock.ReserveEach(commands);
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        foreach (var reply in replies) meter.Reserved(reply.Status, elapsed);
        var answers = replies.GetEnumerator();
        JsonBody.WriteLines(http.Response, RouteNotes.Ndjson, lines.Count, (http, lines, answers), static (writer, told, index) =>
        {
            var line = told.lines[index];
            writer.WriteStartObject();
            if (line.Refusal is { } refusal) WriteProblem(writer, told.http, line.Id, refusal);
            else if (told.answers.MoveNext()) WriteReply(writer, told.http, line.Command!.Id, told.answers.Current);
            writer.WriteEndObject();
        });
    }

    private static async Task<List<Line>> ReadAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals(RouteNotes.Ndjson, StringComparison.OrdinalIgnoreCase))
            throw new BadInputException(ProblemKinds.MediaTypeUnsupported, detail: $"Send Content-Type: {RouteNotes.Ndjson}, in UTF-8.");
        var lines = new List<Line>();
        using var reader = new LineReader(http.Request.BodyReader, Limits.ReservationBatchLineBytesMax);
        while (await reader.FillAsync(http.RequestAborted))
        {
            while (reader.TryTake(out var line, out var isTooLong))
            {
                // Refused as a whole, before anything has begun: a batch that is cut off somewhere would be neither done nor refused.
                if (lines.Count == Limits.ReservationBatchLinesMax)
                    throw new BadInputException(ProblemKinds.LinesOutOfRange, "", $"A batch has 1 to {Limits.ReservationBatchLinesMax} lines.");
                lines.Add(isTooLong ? Line.TooLong : Line.Of(line));
            }
        }

        return lines.Count > 0 ? lines : throw new BadInputException(ProblemKinds.BodyMissing, detail: "Send one JSON object a line.");
    }

    private static void WriteReply(Utf8JsonWriter writer, HttpContext http, ReservationId id, ReserveReply reply)
    {
        if (StatusProblems.Of(reply.Status) is { } kind)
        {
            WriteProblem(writer, http, id, ReservationEndpoints.Refusal(kind, reply));
            return;
        }

        writer.WriteString(IdName, id.Value);
        writer.WriteNumber(StatusName, ReservationEndpoints.StatusOf(reply.Status));
        writer.WritePropertyName(ReservationName);
        JsonSerializer.Serialize(writer, reply.Reservation!, InventoryJson.Default.ReservationView);
    }

    private static void WriteProblem(Utf8JsonWriter writer, HttpContext http, ReservationId? id, Problem problem)
    {
        if (id is { } known) writer.WriteString(IdName, known.Value);
        writer.WriteNumber(StatusName, problem.Kind.Status);
        writer.WritePropertyName(ProblemName);
        problem.WritePart(writer, http);
    }

    /// <summary>A line as it came: what it asks for, or why it is not understood.</summary>
    private readonly record struct Line(ReservationId? Id, ReserveStock? Command, Problem? Refusal)
    {
        public static Line TooLong => new(null, null, new(ProblemKinds.RowTooLong, $"A line has at most {Limits.ReservationBatchLineBytesMax} bytes."));

        public static Line Of(ReadOnlySpan<byte> text)
        {
            ReservationId? id = null;
            try
            {
                var body = Body.ParseLine(text, InventoryJson.Strict.ReserveLineBody);
                id = Check.Identifier<ReservationId>("/id", body.Id);
                return new(id, body.ToCommand(id.Value), null);
            }
            catch (BadInputException refused)
            {
                return new(id, null, refused.Problem);
            }
        }
    }
}
