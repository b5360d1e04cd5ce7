using System.Diagnostics;
using System.Text.Json;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>Reservations of one SKU at one location.</summary>
public static class ReservationEndpoints
{
    private const string Path = "/v1/stock/{sku}/{location}/reservations/{id}";
    private const string Tag = "Reservations";
    private const string Example =
        """
        {"id":"cart-7-1","state":"reserved","quantity":2,"fulfilled":0,"released":0,
         "channel":"web","reference":"cart-7","expiresAt":"2026-11-22T10:15:00+00:00"}
        """;

    public static void MapReservations(this IEndpointRouteBuilder routes)
    {
        // Once, and not per call: asking the services of a request for them makes a scope each time.
        var (grains, meter) = (routes.ServiceProvider.GetRequiredService<IGrainFactory>(), routes.ServiceProvider.GetRequiredService<InventoryMeter>());
        routes.MapPut(Path, (string sku, string location, string id, HttpContext http) => ReserveAsync(grains.Stock(sku, location), id, http, meter))
            .Says(
                Tag,
                "reserve",
                "Reserve units",
                "Holds units for a cart or an order. Never holds more than is available. The same id and body again gives the same answer.")
            .Takes<ReserveBody>("""{"quantity":2,"holdForSeconds":900,"channel":"web","reference":"cart-7"}""")
            .Gives<ReservationView>(201, "Reserved.", Example)
            .Gives<ReservationView>(200, "It was reserved before, by the same id and body.", Example)
            .Refuses(
                ProblemKinds.QuantityOutOfRange, ProblemKinds.HoldOutOfRange, ProblemKinds.ChannelInvalid, ProblemKinds.ReferenceOutOfRange,
                ProblemKinds.InsufficientStock, ProblemKinds.ExistsWithDifferentQuantity, ProblemKinds.ExistsWithDifferentChannel,
                ProblemKinds.ExistsWithDifferentReference, ProblemKinds.ReservationClosed, ProblemKinds.TooManyReservations);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "findReservation", "Read a reservation", "The reservation as of its last durable event.")
            .Gives<ReservationView>(200, "The reservation.", Example)
            .Refuses(ProblemKinds.ReservationNotFound);
        routes.MapPost(Path + "/confirm", ConfirmAsync)
            .Says(Tag, "confirmReservation", "Confirm a reservation", "Binds the hold to an order: it no longer expires. Repeating is harmless.")
            .Takes<ConfirmBody>("{}")
            .Gives<ReservationView>(200, "Confirmed, now or before.", Example.Replace("reserved\"", "confirmed\"", StringComparison.Ordinal))
            .Refuses(ProblemKinds.ReservationNotFound, ProblemKinds.ReservationExpired, ProblemKinds.ReservationClosed);
        routes.MapPost(Path + "/fulfill", FulfillAsync)
            .Says(
                Tag,
                "fulfillReservation",
                "Fulfil a reservation",
                "Takes units out of the hold and off the shelf in one step: all that is open, or a part under a command id.")
            .Takes<PartBody>("""{"quantity":1,"commandId":"parcel-1"}""")
            .Gives<ReservationView>(200, "Fulfilled, now or before.", Example.Replace("\"fulfilled\":0", "\"fulfilled\":1", StringComparison.Ordinal))
            .Refuses(PartProblems).Refuses(ProblemKinds.ReservationNotConfirmed, ProblemKinds.InsufficientOnHand);
        routes.MapPost(Path + "/release", ReleaseAsync)
            .Says(
                Tag,
                "releaseReservation",
                "Release a reservation",
                "Gives held units back to sale: all that is open, or a part under a command id.")
            .Takes<PartBody>("{}")
            .Gives<ReservationView>(200, "Released, now or before.", Example.Replace("\"reserved\"", "\"released\"", StringComparison.Ordinal))
            .Refuses(PartProblems);
        routes.MapPost(Path + "/extend", ExtendAsync)
            .Says(Tag, "extendReservation", "Extend a hold", "Moves the end of the hold to this long from now, never to an earlier time than it has.")
            .Takes<ExtendBody>("""{"holdForSeconds":1800}""")
            .Gives<ReservationView>(200, "The hold ends then, or later.", Example)
            .Refuses(
                ProblemKinds.HoldOutOfRange, ProblemKinds.ReservationNotFound, ProblemKinds.ReservationExpired, ProblemKinds.ReservationClosed,
                ProblemKinds.ReservationAlreadyConfirmed);
    }

    private static ProblemKind[] PartProblems =>
    [
        ProblemKinds.QuantityOutOfRange, ProblemKinds.CommandIdMissing, ProblemKinds.ReservationNotFound, ProblemKinds.CommandExistsWithDifferentBody,
        ProblemKinds.ReservationExpired, ProblemKinds.ReservationClosed, ProblemKinds.TooManyCommands, ProblemKinds.QuantityExceedsOpen,
    ];

    private static async Task<IResult> ReserveAsync(IStockGrain stock, string id, HttpContext http, InventoryMeter meter)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var reservation = Check.Identifier<ReservationId>("id", id);
        var body = await Body.ReadAsync(http, InventoryJson.Strict.ReserveBody);
        var command = body.ToCommand(reservation);
        var reply = await stock.Reserve(command);
        meter.Reserved(reply.Status, Stopwatch.GetElapsedTime(startedAt));
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, reply);
        return Answer(StatusOf(reply.Status), reply.Reservation!, reply.Status == ReserveStatus.Reserved ? http.Request.Path : null);
    }

    internal static int StatusOf(ReserveStatus success) => success == ReserveStatus.Reserved ? StatusCodes.Status201Created : StatusCodes.Status200OK;

    private static async Task<IResult> FindAsync(string sku, string location, string id, IGrainFactory grains) =>
        Answer(await grains.Stock(sku, location).FindReservation(Check.Identifier<ReservationId>("id", id)));

    private static async Task<IResult> ConfirmAsync(string sku, string location, string id, HttpContext http, IGrainFactory grains)
    {
        var (stock, reservation) = (grains.Stock(sku, location), Check.Identifier<ReservationId>("id", id));
        await Body.ReadAsync(http, InventoryJson.Strict.ConfirmBody);
        return Answer(await stock.Confirm(new(reservation)));
    }

    private static async Task<IResult> FulfillAsync(string sku, string location, string id, HttpContext http, IGrainFactory grains)
    {
        var (stock, reservation) = (grains.Stock(sku, location), Check.Identifier<ReservationId>("id", id));
        var (quantity, commandId) = (await Body.ReadAsync(http, InventoryJson.Strict.PartBody)).Part();
        return Answer(await stock.Fulfill(new(reservation, quantity, commandId)));
    }

    private static async Task<IResult> ReleaseAsync(string sku, string location, string id, HttpContext http, IGrainFactory grains)
    {
        var (stock, reservation) = (grains.Stock(sku, location), Check.Identifier<ReservationId>("id", id));
        var (quantity, commandId) = (await Body.ReadAsync(http, InventoryJson.Strict.PartBody)).Part();
        return Answer(await stock.Release(new(reservation, quantity, commandId)));
    }

    private static async Task<IResult> ExtendAsync(string sku, string location, string id, HttpContext http, IGrainFactory grains)
    {
        var (stock, reservation) = (grains.Stock(sku, location), Check.Identifier<ReservationId>("id", id));
        var body = await Body.ReadAsync(http, InventoryJson.Strict.ExtendBody);
        return Answer(await stock.Extend(new(reservation, body.HoldFor())));
    }

    private static IResult Answer(ReservationReply reply)
    {
        if (StatusProblems.Of(reply.Status) is not { } kind) return Answer(StatusCodes.Status200OK, reply.Reservation!);
        return reply.Reservation is { } reservation ? new Problem(kind, Facts: writer => WriteState(writer, reservation)) : new Problem(kind);
    }

    private static JsonAnswer<ReservationView> Answer(int status, ReservationView reservation, string? location = null) =>
        new(status, reservation, InventoryJson.Default.ReservationView) { Location = location };

    internal static Problem Refusal(ProblemKind kind, ReserveReply reply)
    {
        if (kind == ProblemKinds.InsufficientStock) return Problem.OfAvailable(kind, reply.Available);
        return reply.Reservation is { } existing ? new(kind, Facts: writer => WriteExisting(writer, reply.Status, existing)) : new(kind);
    }

    private static void WriteExisting(Utf8JsonWriter writer, ReserveStatus status, ReservationView existing)
    {
        switch (status)
        {
            case ReserveStatus.ExistsWithDifferentQuantity: writer.WriteNumber("existing", existing.Quantity); break;
            case ReserveStatus.ExistsWithDifferentChannel: writer.WriteString("existing", existing.Channel?.Value); break;
            case ReserveStatus.ExistsWithDifferentReference: writer.WriteString("existing", existing.Reference); break;
        }

        WriteState(writer, existing);
    }

    private static void WriteState(Utf8JsonWriter writer, ReservationView reservation)
    {
        writer.WriteString("state", WireNames.Of(reservation.State));
        writer.WriteNumber("open", reservation.State is ReservationState.Reserved or ReservationState.Confirmed
            ? reservation.Quantity - reservation.Fulfilled - reservation.Released
            : 0);
    }
}
