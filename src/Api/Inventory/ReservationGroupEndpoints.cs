using System.Text.Json;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>Reservations over many SKUs and locations.</summary>
public static class ReservationGroupEndpoints
{
    private const string Path = "/v1/reservations";
    private const string Tag = "Reservations of many lines";
    private const string Example =
        """
        {"id":"cart-9","status":"reserved","expiresAt":"2026-11-22T10:15:00+00:00",
         "lines":[{"sku":"MUG-1","location":"london","quantity":2,"status":"reserved","available":6}]}
        """;

    private const string BodyExample =
        """
        {"id":"cart-9","lines":[{"sku":"MUG-1","location":"london","quantity":2}],
         "holdForSeconds":900,"channel":"web","reference":"cart-9","allowPartial":false}
        """;

    public static void MapReservationGroups(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, ReserveAsync)
            .Says(
                Tag,
                "reserveGroup",
                "Reserve many lines",
                "All lines or none or, with allowPartial, those that fit. Each line is a reservation under this id at its own SKU and location: "
                + "confirm, fulfil or release it there.")
            .Takes<ReserveGroupBody>(BodyExample)
            .Gives<GroupAnswer>(201, "Held: all of it, or partly when that was allowed.", Example)
            .Gives<GroupAnswer>(200, "It was held before, by the same id and body.", Example)
            .Gives<GroupAnswer>(
                202,
                "Not every line has been answered yet; the grid goes on by itself. Repeat the call, or read the reservation.",
                """{"id":"cart-9","status":"under-way","expiresAt":"2026-11-22T10:15:00+00:00","lines":[]}""")
            .Refuses(
                ProblemKinds.IdentifierInvalid, ProblemKinds.LinesOutOfRange, ProblemKinds.QuantityOutOfRange, ProblemKinds.HoldOutOfRange, ProblemKinds.ChannelInvalid,
                ProblemKinds.ReferenceOutOfRange, ProblemKinds.ExistsWithDifferentBody, ProblemKinds.GroupRejected);
        routes.MapGet(Path + "/{id}", FindAsync)
            .Says(
                Tag,
                "findReservationGroup",
                "Read a reservation of many lines",
                "How it was decided. The life of each line goes on at its own SKU and location.")
            .Gives<GroupAnswer>(200, "The reservation; its status may be rejected.", Example)
            .Refuses(ProblemKinds.ReservationNotFound);
    }

    private static async Task<IResult> ReserveAsync(HttpContext http, IGrainFactory grains)
    {
        var (id, command) = (await Body.ReadAsync(http, InventoryJson.Strict.ReserveGroupBody)).ToCommand();
        var reply = await grains.GetGrain<IReservationGroupGrain>(id.Value).Reserve(command);
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, reply);
        var status = Coordinated.StatusOf(reply.Status == GroupStatus.UnderWay, reply.IsRepeat);
        return new JsonAnswer<GroupAnswer>(status, GroupAnswer.Of(id, reply), InventoryJson.Default.GroupAnswer)
        {
            Location = status == StatusCodes.Status200OK ? null : $"/v1/reservations/{id}",
        };
    }

    private static async Task<IResult> FindAsync(string id, IGrainFactory grains)
    {
        var group = Check.Identifier<ReservationGroupId>("id", id);
        var reply = await grains.GetGrain<IReservationGroupGrain>(group.Value).Find();
        if (reply.Status == GroupStatus.NotFound) return new Problem(ProblemKinds.ReservationNotFound);
        return new JsonAnswer<GroupAnswer>(StatusCodes.Status200OK, GroupAnswer.Of(group, reply), InventoryJson.Default.GroupAnswer);
    }

    private static Problem Refusal(ProblemKind kind, GroupReply reply)
    {
        // The sum of the lines of one SKU and location is out of its limits: no single line is to blame.
        if (reply.Status == GroupStatus.QuantityOutOfRange)
            return new(kind, $"The lines of one SKU and location sum up to more than {Limits.QuantityMax}.", "/lines");
        return reply.Lines.Count == 0 ? new(kind) : new(kind, Facts: writer => WriteLines(writer, reply.Lines));
    }

    private static void WriteLines(Utf8JsonWriter writer, IReadOnlyList<ReservationLineResult> lines)
    {
        writer.WriteStartArray("lines");
        foreach (var line in lines) JsonSerializer.Serialize(writer, LineAnswer.Of(line), InventoryJson.Default.LineAnswer);
        writer.WriteEndArray();
    }
}
