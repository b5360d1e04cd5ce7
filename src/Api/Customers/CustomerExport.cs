using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Omnichannel.Carts;
using Omnichannel.Http;

namespace Omnichannel.Customers;

/// <summary>Everything that is held on one person, as one JSON document. Written page by page, so that the longest history takes no more memory than a page of it.</summary>
internal sealed class CustomerExport : IResult
{
    private readonly HashSet<CartId> _carts = [];
    private readonly CustomerView _customer;
    private readonly PointsLedgerReply _ledger;
    private readonly StoryView _story;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;

    private CustomerExport(CustomerView customer, PointsLedgerReply ledger, StoryView story, IGrainFactory grains, TimeProvider clock) =>
        (_customer, _ledger, _story, _grains, _clock) = (customer, ledger, story, grains, clock);

    /// <summary>The document; or why there is none, which can be told only before its first byte.</summary>
    public static async Task<IResult> OfAsync(CustomerId id, IGrainFactory grains, TimeProvider clock)
    {
        var grain = grains.GetGrain<ICustomerGrain>(id.Value);
        var (found, ledger, told) = (await grain.Profile(), await grain.PointsLedger(), await grain.Story());
        foreach (var status in (CustomerStatus[])[found.Status, ledger.Status, told.Status])
        {
            if (StatusProblems.Of(status) is { } kind) return new Problem(kind);
        }

        return new CustomerExport(found.Customer!, ledger, told.Story!, grains, clock);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = JsonBody.MediaType;
        response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, JsonBody.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id", _customer.Id.Value);
        writer.WriteString("exportedAt", _clock.GetUtcNow());
        Write(writer, "customer", CustomerAnswer.Of(_customer), CustomersJson.Default.CustomerAnswer);
        await WriteStateAsync(writer);
        await FlushAsync(writer, httpContext);
        if (!await WriteHistoryAsync(writer, httpContext))
        {
            // Erased since the first byte. A document that ends here must not look whole.
            httpContext.Abort();
            return;
        }

        await WriteCartsAsync(writer, httpContext);
        writer.WriteEndObject();
    }

    private async Task WriteStateAsync(Utf8JsonWriter writer)
    {
        Write(writer, "points", new PointsAnswer(_ledger.Points!, _ledger.Entries), CustomersJson.Default.PointsAnswer);
        Write(
            writer,
            "story",
            new StoryAnswer(_story.Id, _story.Version, _story.Touchpoints, _story.OpenIssues, null, _story.Feedback, _story.Sessions, _story.LastPurchaseAt),
            CustomersJson.Default.StoryAnswer);
        writer.WriteStartArray("sessions");
        foreach (var live in _story.Sessions)
        {
            if ((await _grains.GetGrain<ISessionGrain>(live.Id.Value).Find()).Session is { } session)
                JsonSerializer.Serialize(writer, SessionAnswer.Of(session), CustomersJson.Default.SessionAnswer);
        }

        writer.WriteEndArray();
    }

    /// <summary>False when what is to be written is held no longer.</summary>
    private async Task<bool> WriteHistoryAsync(Utf8JsonWriter writer, HttpContext httpContext)
    {
        writer.WriteStartArray("history");
        foreach (var id in _customer.Absorbed.Prepend(_customer.Id))
        {
            writer.WriteStartObject();
            writer.WriteString("customer", id.Value);
            writer.WriteStartArray("events");
            for (long? after = 0; after is { } from;)
            {
                var page = await _grains.GetGrain<ICustomerGrain>(id.Value).History(from, Limits.EventsPageDefault);
                if (page.Status != CustomerStatus.Done) return false;
                foreach (var @event in page.Events)
                {
                    Remember(@event.Json);
                    writer.WriteRawValue(EventsAnswer.Flatten(@event), skipInputValidation: true);
                }

                await FlushAsync(writer, httpContext);
                after = page.NextAfter;
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        return true;
    }

    // The writer hands over to the body, which keeps everything until it is flushed itself.
    private static async Task FlushAsync(Utf8JsonWriter writer, HttpContext httpContext)
    {
        await writer.FlushAsync(httpContext.RequestAborted);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    // Every cart that is or was of this person, here or under an id that was merged.
    private async Task WriteCartsAsync(Utf8JsonWriter writer, HttpContext httpContext)
    {
        writer.WriteStartArray("carts");
        foreach (var id in _carts)
        {
            // One that was merged away still belongs to the id that it was of.
            foreach (var owner in _customer.Absorbed.Prepend(_customer.Id))
            {
                if (await WriteCartAsync(writer, _grains.GetGrain<ICartGrain>(id.Value), CartActor.Of(owner), httpContext)) break;
            }
        }

        writer.WriteEndArray();
    }

    private static async Task<bool> WriteCartAsync(Utf8JsonWriter writer, ICartGrain grain, CartActor actor, HttpContext httpContext)
    {
        if ((await grain.Cart(actor)).Cart is not { } cart) return false;
        writer.WriteStartObject();
        Write(writer, "cart", cart, CartsJson.Default.CartView);
        writer.WriteStartArray("events");
        for (long? after = 0; after is { } from;)
        {
            var page = (await grain.Events(actor, from, Limits.EventsPageDefault)).Events;
            foreach (var @event in page.Events) writer.WriteRawValue(EventsAnswer.Flatten(@event), skipInputValidation: true);
            await FlushAsync(writer, httpContext);
            after = page.NextAfter;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }

    private void Remember(string @event)
    {
        using var json = JsonDocument.Parse(@event);
        if (json.RootElement.TryGetProperty("cartId", out var cart) && cart.GetString() is { } id) _carts.Add(CartId.Create(id));
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T value, JsonTypeInfo<T> type)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, type);
    }
}
